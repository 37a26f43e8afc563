import { crash } from './crash.ts'
import { testShort } from './experiment.ts'

testShort(crash)
