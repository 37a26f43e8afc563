import { clerks } from './clerks.ts'
import { testShort } from './experiment.ts'

testShort(clerks)
