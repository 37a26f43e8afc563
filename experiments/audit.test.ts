import { audit } from './audit.ts'
import { testShort } from './experiment.ts'

testShort(audit)
