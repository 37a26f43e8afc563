import { testShort } from './experiment.ts'
import { login } from './login.ts'

testShort(login)
