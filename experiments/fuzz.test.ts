import { testShort } from './experiment.ts'
import { fuzz } from './fuzz.ts'

testShort(fuzz)
