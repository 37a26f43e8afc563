import { parseArgs } from 'node:util'
import { benchSpine } from './spine.ts'

/** `npm run bench -- spine`: one part; without a name, all of them. The last line is one line of compact JSON. */
const { values, positionals } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    texts: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
  allowPositionals: true,
})

const size = { cases: Number(values.cases), texts: Number(values.texts), seed: Number(values.seed) }
const parts = { spine: () => benchSpine(size) }
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
