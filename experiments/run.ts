import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Experiment, prove } from './experiment.ts'

const experiments: Readonly<Record<string, () => Promise<Experiment>>> = {
  access: async () => (await import('./access.ts')).access,
  audit: async () => (await import('./audit.ts')).audit,
  clerks: async () => (await import('./clerks.ts')).clerks,
  crash: async () => (await import('./crash.ts')).crash,
  fuzz: async () => (await import('./fuzz.ts')).fuzz,
  idempotency: async () => (await import('./idempotency.ts')).idempotency,
  login: async () => (await import('./login.ts')).login,
  simulate: async () => (await import('./simulate.ts')).simulation,
  'personal-data': async () => (await import('./personal-data.ts')).personalData,
  upload: async () => (await import('./upload.ts')).upload,
  xss: async () => (await import('./xss.ts')).xss,
}

/** `npm run x:NAME`, `-- --seed 7`, `-- --size short`. The last line is one line of compact JSON; 1 when it does not hold. */
const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, size: { type: 'string', default: 'full' } },
  allowPositionals: true,
})
const [name = ''] = positionals
const load = experiments[name]
if (!load) throw new Error(`No experiment ${name}; there are ${Object.keys(experiments).join(', ')}`)
if (values.size !== 'full' && values.size !== 'short') throw new Error('--size is full or short')

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
console.log(`x:${name}, seed ${seed}: repeat it with --seed ${seed}`)
const result = await prove(await load(), seed, values.size)
process.exitCode = result.holds && result.controlFailed ? 0 : 1
console.log(JSON.stringify(result))
