import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { buildFaces } from '../scripts/build.ts'
import { composeOperations } from '../src/app/modules.ts'
import { loadPortalBuild } from '../src/app/portal-server.ts'
import { folderStorage } from '../src/kernel/documents/storage.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { addresses } from '../test/calls.ts'
import type { Known } from '../test/inputs.ts'
import { findLeak, findStack } from '../test/server.ts'
import { atOnce } from './at-once.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { answersTo, callsOf, type PageForm, type RawCall, readForms } from './fuzz-calls.ts'

const MEBIBYTE = 1024 * 1024
const MOST_GROWTH = 100
/** Longer than this, and an answer hangs. */
const PATIENCE_SECONDS = 20
const AT_ONCE = 8
/** So many are made at once: all of them would lie in memory. */
const BATCH = 100
/** Calls before the memory is looked at first, of those to an operation. */
const WARM_UP_SHARE = 0.05
const LEAST_WARM_UP = 5
/** Answers to a form, of those to an operation. */
const FORM_SHARE = 0.1

interface Started {
  address: string
  callers: { role: string; cookie: string | null }[]
  known: Known
  pages: { path: string; cookie: string | null }[]
}

interface Answered {
  status: number
  type: string
  body: string
  seconds: number
}

/** What came of all the calls. */
class Findings {
  calls = 0
  readonly statuses: Record<string, number> = {}
  readonly faults: string[] = []
  readonly leaks: string[] = []
  readonly hanging: string[] = []
  readonly wordless: string[] = []
  slowest = { seconds: 0, call: '' }
}

async function startServer(broken: boolean) {
  const program = fileURLToPath(new URL('./fuzz-server.ts', import.meta.url))
  const server = fork(program, broken ? ['broken'] : [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [started] = (await once(server, 'message')) as [Started]
  return { server, started }
}

/**
 * Bytes of the server's process, its garbage collected: what its objects hold, by which it is judged; and all of it, with what the
 * engine and the allocator have not given back.
 */
interface Memory {
  rss: number
  held: number
}

async function look(server: ChildProcess): Promise<Memory> {
  server.send('look')
  const [memory] = (await once(server, 'message')) as [Memory]
  return memory
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const nextAddress = addresses()

/** Sends a call as it is; null where the connection ended without an answer, or none came in time. */
async function send(address: string, cookie: string | null, call: RawCall): Promise<Answered | null> {
  const began = performance.now()
  const sending = request(address + call.path, {
    method: call.method,
    agent,
    timeout: PATIENCE_SECONDS * 1000,
    headers: {
      ...call.headers,
      ...(cookie && { cookie }),
      ...(call.body && { 'content-length': call.body.length }),
      'idempotency-key': randomUUID(),
      'x-forwarded-for': nextAddress(),
    },
  })
  sending.once('timeout', () => sending.destroy(new Error('no answer')))
  try {
    sending.end(call.body ?? undefined)
    const [answer] = await once(sending, 'response')
    const body = await text(answer)
    const seconds = (performance.now() - began) / 1000
    return { status: answer.statusCode ?? 0, type: String(answer.headers['content-type']), body, seconds }
  } catch {
    // The server may end a connection that nobody used for a while, just as it is used again.
    return sending.reusedSocket && performance.now() - began < 1000 ? send(address, cookie, call) : null
  }
}

function judge(findings: Findings, what: string, call: RawCall, answer: Answered | null): void {
  findings.calls += 1
  const said = `${what}: ${call.method} ${call.path.slice(0, 120)} ${String(call.body ?? '').slice(0, 200)}`
  if (!answer) {
    findings.hanging.push(said)
    return
  }
  const { status, type, body, seconds } = answer
  findings.statuses[status] = (findings.statuses[status] ?? 0) + 1
  if (seconds > findings.slowest.seconds) findings.slowest = { seconds, call: what }
  if (status >= 500) findings.faults.push(`${status} ${said}`)
  const isPage = type.startsWith('text/html')
  const leak = isPage ? findStack(body) : type.includes('json') ? findLeak(body) : null
  if (leak) findings.leaks.push(`${leak} in the answer to ${said}`)
  if (status >= 400 && !/\p{Script=Han}{2}/u.test(body)) findings.wordless.push(`${status} ${said}`)
}

interface Walk {
  started: Started
  findings: Findings
  seed: number
  size: number
}

/** Sends so many calls of one kind, by whoever may, one of them by chance. */
async function fire(
  { started, findings, seed }: Walk,
  what: string,
  count: number,
  calls: fc.Arbitrary<RawCall>,
  cookies: readonly (string | null)[],
) {
  for (let made = 0; made < count; made += BATCH) {
    const numRuns = Math.min(BATCH, count - made)
    const drawn = fc.sample(fc.tuple(calls, fc.constantFrom(...cookies)), { numRuns, seed: seed + made })
    await atOnce(AT_ONCE, drawn.length, async (index) => {
      const [call, cookie] = drawn[index] as [RawCall, string | null]
      judge(findings, what, call, await send(started.address, cookie, call))
    })
  }
}

/** What ends sessions is called without one, or with one that nobody else goes on with. */
const endsSessions = ({ name }: Operation) => name.startsWith('session.end') || name === 'session.logOut'

function cookiesFor({ policy: { allows } }: Operation, { callers }: Started): (string | null)[] {
  const named = callers.filter(({ role }) => typeof allows === 'string' || allows.some((one) => one === role))
  return named.map(({ cookie }) => cookie)
}

async function fuzzOperations(walk: Walk, operations: readonly Operation[]): Promise<void> {
  for (const operation of operations) {
    const { started, size } = walk
    const cookies = endsSessions(operation) ? [null] : cookiesFor(operation, started)
    await fire(walk, operation.name, size, callsOf(operation, started.known), cookies)
  }
}

/** Addresses of the portal that take something in, as its build declares them. */
async function findTaking(): Promise<string[]> {
  const build = (await loadPortalBuild(fileURLToPath(new URL('../build/portal', import.meta.url)))) as unknown as {
    routes: Record<string, { path?: string; module: { action?: unknown } }>
  }
  return Object.values(build.routes).flatMap(({ path, module }) => (path && module.action ? [`/${path}`] : []))
}

interface Forms {
  /** One of each kind. */
  count: number
  /** Addresses that take something in and that no form was found for. */
  missing: string[]
}

/** Every form of every page that carries one, as a reader without script sends it. */
async function fuzzForms(walk: Walk): Promise<Forms> {
  const { started, size } = walk
  const seen = new Set<string>()
  const found = await atOnce(AT_ONCE, started.pages.length, async (index) => {
    const { path, cookie } = started.pages[index] as Started['pages'][number]
    const page = await send(started.address, cookie, { method: 'GET', path, headers: {}, body: null })
    return readForms(page?.body ?? '', path).map((form) => ({ form, cookie }))
  })
  // Whoever has logged out can send nothing more.
  const inOrder = found.flat().toSorted((a, b) => Number(a.form.path === '/logout') - Number(b.form.path === '/logout'))
  const forms = inOrder.filter(({ form }) => !isSeen(seen, form))
  for (const { form, cookie } of forms) {
    await fire(walk, `form ${form.method} ${form.path}`, Math.ceil(size * FORM_SHARE), answersTo(form), [cookie])
  }
  const met = forms.filter(({ form }) => form.method === 'POST').map(({ form }) => form.path.replace(/\?.*/, ''))
  const isMet = (path: string) => met.some((one) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(one))
  return { count: forms.length, missing: (await findTaking()).filter((path) => !isMet(path)) }
}

/** One form of its kind: the same fields to the same place, whatever thing it is about. */
function isSeen(seen: Set<string>, { method, path, fields }: PageForm): boolean {
  const names = [...new Set(fields.map(([name]) => name))].join(',')
  const key = `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, ':id').replace(/\?.*/, '')} ${names}`
  if (seen.has(key)) return true
  seen.add(key)
  return false
}

async function attack({ seed, size, broken }: Course): Promise<Outcome> {
  await buildFaces({ log: () => {} })
  const operations = composeOperations({ storage: folderStorage(''), demonstration: [] })
  const { server, started } = await startServer(broken)
  try {
    const findings = new Findings()
    const walk = { started, findings, seed, size }
    // Forms first: among what the operations do is a new text of the terms, to which everyone must agree before they go on.
    const forms = broken ? { count: 0, missing: [] } : await fuzzForms(walk)
    // What a server that has done a little of everything needs is where the growth is measured from.
    const warmUp = Math.max(Math.min(size, LEAST_WARM_UP), Math.ceil(size * WARM_UP_SHARE))
    await fuzzOperations({ ...walk, size: warmUp }, operations)
    const before = await look(server)
    await fuzzOperations(walk, operations)
    const after = await look(server)
    const grown = (what: keyof Memory) => Math.round((after[what] - before[what]) / MEBIBYTE)
    const growth = { rss: grown('rss'), held: grown('held') }
    return conclude(findings, { operations: operations.length, perOperation: size, forms, growth })
  } finally {
    server.send('end')
    await once(server, 'exit')
  }
}

interface Counts {
  operations: number
  perOperation: number
  forms: Forms
  /** In MiB. */
  growth: Memory
}

function conclude(findings: Findings, { growth, forms, ...counts }: Counts): Outcome {
  const { calls, statuses, faults, leaks, hanging, wordless, slowest } = findings
  return {
    figures: {
      ...counts,
      forms: forms.count,
      withoutForm: forms.missing,
      calls,
      statuses,
      faults: faults.length,
      leaks: leaks.length,
      hanging: hanging.length,
      withoutChineseWords: wordless.length,
      slowestSeconds: Math.round(slowest.seconds * 100) / 100,
      slowest: slowest.call,
      memoryGrowthMegabytes: growth.held,
      residentGrowthMegabytes: growth.rss,
      examples: [...faults, ...leaks, ...hanging, ...wordless].slice(0, 10),
    },
    holds:
      faults.length + leaks.length + hanging.length + wordless.length + forms.missing.length === 0 &&
      growth.held < MOST_GROWTH,
  }
}

/** Calls of each operation and answers to each form, made from what they ask for and against it. Sizes are calls an operation. */
export const fuzz: Experiment = { name: 'fuzz', sizes: { full: 2000, short: 3, control: 1 }, run: attack }
