import { access } from './access.ts'
import { testShort } from './experiment.ts'

testShort(access)
