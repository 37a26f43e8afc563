import { testShort } from './experiment.ts'
import { personalData } from './personal-data.ts'

testShort(personalData)
