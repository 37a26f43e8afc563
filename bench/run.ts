import { parseArgs } from 'node:util'
import { benchGrowth } from './growth.ts'
import { benchSpine, type Course } from './spine.ts'

/** `npm run bench -- spine`: one part; without a name, all of them. The last line is one line of compact JSON. */
const { values, positionals } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    texts: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    // For whoever tunes: some acts alone (`--only inbox,search`), fewer or shorter rounds, a folder for V8's profiles of the platform.
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    profile: { type: 'string' },
  },
  allowPositionals: true,
})

const size = { cases: Number(values.cases), texts: Number(values.texts), seed: Number(values.seed) }
const course: Course = {
  only: values.only?.split(',') ?? null,
  rounds: Number(values.rounds),
  load: { callers: 32, milliseconds: Number(values.seconds) * 1000 },
  profileFolder: values.profile ?? null,
}
const parts = { spine: () => benchSpine(size, course), growth: () => benchGrowth(size, course) }
const wanted = positionals.length > 0 ? positionals : Object.keys(parts)

const results = []
for (const name of wanted) {
  const part = parts[name as keyof typeof parts]
  if (!part) throw new Error(`No part ${name}; there are ${Object.keys(parts).join(', ')}`)
  results.push(await part())
}
const holds = results.every((result) => result.holds)
const [only] = results
console.log(JSON.stringify(results.length === 1 ? only : { name: 'all', results, holds }))
process.exit(holds ? 0 : 1)
