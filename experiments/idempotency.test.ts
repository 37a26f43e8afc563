import { testShort } from './experiment.ts'
import { idempotency } from './idempotency.ts'

testShort(idempotency)
