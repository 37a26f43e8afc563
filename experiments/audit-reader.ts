import { loadSealKey } from '../src/kernel/audit/seal-key.ts'
import { verifySeals } from '../src/kernel/audit/verify.ts'
import { openDatabase } from '../src/kernel/db/connect.ts'
import { verifyEverything } from '../src/kernel/verification/verify-everything.ts'

/** Verifies a database once in a process of its own, so that its memory is its own, and tells what it found. */
const [appUrl = '', folder = ''] = process.argv.slice(2)
const { db, close } = openDatabase(appUrl, { max: 2 })
const key = await loadSealKey(folder, { mayMake: false })
await verifySeals(db, key, { newest: 1 })
const before = process.memoryUsage.rss()
let highest = before
const timer = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss())
}, 5)
const began = performance.now()
const { sealed, histories, others } = await verifyEverything(db, key)
const seconds = (performance.now() - began) / 1000
clearInterval(timer)
await close()
process.send?.({
  seals: sealed.seals,
  rows: sealed.rows,
  steps: histories.entries + others.entries,
  inSeals: sealed.findings,
  inChains: [...histories.findings, ...others.findings],
  seconds: Math.round(seconds * 10) / 10,
  memoryGrowthMegabytes: Math.round((highest - before) / 1024 / 1024),
})
// Its end is its parent's to say, who has the answer then.
process.once('message', () => process.disconnect())
