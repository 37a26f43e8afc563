import { testShort } from './experiment.ts'
import { upload } from './upload.ts'

testShort(upload)
