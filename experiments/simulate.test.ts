import { testShort } from './experiment.ts'
import { simulation } from './simulate.ts'

testShort(simulation)
