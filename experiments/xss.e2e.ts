import { testShort } from './experiment.ts'
import { xss } from './xss.ts'

testShort(xss)
