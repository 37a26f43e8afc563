import fc from 'fast-check'
import { isWrite, type Operation } from '../src/kernel/operations/operation.ts'
import { addresses, callOver } from '../test/calls.ts'
import { goodInput } from '../test/inputs.ts'
import type { Answer, TestServer } from '../test/server.ts'
import { type Caller, isNamed } from './access-callers.ts'
import type { Holdings } from './access-holdings.ts'
import { findTold } from './access-words.ts'

interface Described {
  properties?: Record<string, { enum?: string[] }>
  required?: string[]
}

type Input = Record<string, unknown>

const described = ({ input }: Operation) => input as unknown as Described

/** About one thing, which its caller names by an id. */
const isOnOne = (operation: Operation) => described(operation).required?.includes('id') ?? false

/**
 * What a caller who means these holdings fills in, by field; a version that never was, so that nothing is changed by it. Whoever
 * applies does so at home: an application elsewhere would rightly bring them within reach there. Offices get no person's phone.
 */
function meantBy({ name }: Operation, { things, named }: Holdings, { actor, reaches }: Caller): Input {
  const [subject = ''] = name.split('.')
  const id = name === 'paper.add' ? named.case : (things[subject] ?? named.case)
  const division = actor.kind === 'person' ? (reaches[0]?.division ?? named.division) : named.division
  const phone = ['office', 'institution'].includes(subject) ? '0717-0000000' : named.phone
  return { ...named, id, division, phone, version: 999, mergedVersion: 999 }
}

const samples = new WeakMap<Operation['input'], Input>()

/** Values of which nothing is meant, but that they fit. */
function sampleFor({ input }: Operation): Input {
  const known = samples.get(input)
  if (known) return known
  const [made = {}] = fc.sample(goodInput(input), { numRuns: 1, seed: 7 })
  samples.set(input, made)
  return made
}

/** What an operation asks for about these holdings: the least of it, and besides that each field that can mean them. */
function inputsAbout(operation: Operation, holdings: Holdings, caller: Caller): Input[] {
  const { named, words } = holdings
  const [name = '', phone = ''] = words
  if (operation.name === 'search.find') return [{ q: name }, { q: named.number }]
  if (operation.name === 'person.find') {
    return Object.entries({ name, phone, identity: named.identityNumber }).map(([by, value]) => ({ by, value }))
  }
  const { properties = {}, required = [] } = described(operation)
  const sample = sampleFor(operation)
  const meant = meantBy(operation, holdings, caller)
  const wide = properties.view?.enum?.includes('all') ? { view: 'all' } : {}
  const least = { ...Object.fromEntries(required.map((field) => [field, meant[field] ?? sample[field]])), ...wide }
  const more = Object.keys(properties).filter((field) => !required.includes(field) && field in meant)
  return [least, ...more.map((field) => ({ ...least, [field]: meant[field] }))]
}

/** Wrong in a way that no operation takes: whoever may not call must not even hear of that. */
export const nonsenseFor = ({ http }: Operation): Input => ({
  ...Object.fromEntries([...http.matchAll(/:(\w+)/g)].map(([, name]) => [name, '1'])),
  nonsense: 1,
})

/** What came of all the cells. */
export class Findings {
  /** At the door; of one thing, out of reach and within; of lists and all else. */
  readonly cells = { letIn: 0, unauthenticated: 0, forbidden: 0, hidden: 0, reached: 0, other: 0 }
  readonly operations = new Set<string>()
  /** Answers that were not what they had to be. */
  readonly unexpected: string[] = []
  /** Answers with a canary word for somebody who reaches nothing of it. */
  readonly told: string[] = []
  /** Answers with canary words for those who do reach them: without any, silence to the others would say nothing. */
  shown = 0
}

export interface Matrix {
  server: TestServer
  both: readonly Holdings[]
  callers: readonly Caller[]
  findings: Findings
}

export const nextAddress = addresses()

async function call({ server, callers }: Matrix, operation: Operation, caller: Caller, input: Input): Promise<Answer> {
  const answer = await callOver(server, operation, caller.cookie, input, { remoteAddress: nextAddress() })
  // Logging out and the like end sessions of the caller's account.
  if (operation.name.startsWith('session.') && isWrite(operation) && caller.actor.accountId !== null) {
    const same = callers.filter(({ actor, holds }) => actor.accountId === caller.actor.accountId && holds !== 'nothing')
    for (const one of same) one.cookie = await one.renew()
  }
  return answer
}

const isProblem = ({ statusCode, headers }: Answer, status: number) =>
  statusCode === status && String(headers['content-type']).startsWith('application/problem+json')

const say = (operation: Operation, { who }: Caller, { statusCode, body }: Answer) =>
  `${operation.name} by ${who}: ${statusCode} ${body.slice(0, 200)}`

/** Whether an operation lets this caller in exactly if its policy names them, before their input is looked at. */
export async function tryDoor(matrix: Matrix, operation: Operation, caller: Caller): Promise<void> {
  const { both, findings } = matrix
  const answer = await call(matrix, operation, caller, nonsenseFor(operation))
  findings.operations.add(operation.name)
  const { cells } = findings
  if (isNamed(operation, caller)) {
    cells.letIn += 1
    if (![400, 415, 422].includes(answer.statusCode)) findings.unexpected.push(say(operation, caller, answer))
  } else {
    const status = caller.holds === 'nothing' ? 401 : 403
    cells[status === 401 ? 'unauthenticated' : 'forbidden'] += 1
    if (!isProblem(answer, status)) findings.unexpected.push(say(operation, caller, answer))
  }
  if (findTold(answer, {}, both)) findings.told.push(say(operation, caller, answer))
}

/** Asks for all that can mean one of the holdings, and looks at what is told of those that the caller does not reach. */
export async function askAbout(
  matrix: Matrix,
  operation: Operation,
  caller: Caller,
  holdings: Holdings,
): Promise<void> {
  const { both, findings } = matrix
  const reached = caller.reaches.includes(holdings)
  const foreign = both.filter((one) => !caller.reaches.includes(one))
  for (const [index, input] of inputsAbout(operation, holdings, caller).entries()) {
    const answer = await call(matrix, operation, caller, input)
    const told = findTold(answer, input, foreign)
    if (told) findings.told.push(`${told} in ${say(operation, caller, answer)}`)
    if (reached && findTold(answer, input, [holdings])) findings.shown += 1
    // Optional fields may lack what goes with them, which is told before anything is looked up.
    const fit = reached ? 'reached' : index > 0 && answer.statusCode === 422 ? 'other' : 'hidden'
    judge(findings, operation, caller, answer, isOnOne(operation) ? fit : 'other')
  }
}

/** An agent has the applicant's session, and reaches of the holdings what is the enterprise's. */
const isAgent = ({ holds }: Caller) => holds.includes('agent')

/** Of one thing out of reach is said that it is not there; of one in reach never, nor to log in for it. */
function judge(
  { cells, unexpected }: Findings,
  operation: Operation,
  caller: Caller,
  answer: Answer,
  kind: 'hidden' | 'reached' | 'other',
): void {
  cells[kind] += 1
  const missed = kind === 'reached' && !isAgent(caller) && [401, 404].includes(answer.statusCode)
  const seen = kind === 'hidden' && !isProblem(answer, 404)
  if (missed || seen || answer.statusCode >= 500) unexpected.push(say(operation, caller, answer))
}

/** The same with the policies switched off: what is told then, the rows' own policies have let through. */
export async function askUnguarded(
  matrix: Matrix,
  operation: Operation,
  caller: Caller,
  holdings: Holdings,
): Promise<void> {
  const { both, findings } = matrix
  const foreign = both.filter((one) => !caller.reaches.includes(one))
  for (const input of inputsAbout(operation, holdings, caller)) {
    const answer = await call(matrix, operation, caller, input)
    findings.operations.add(operation.name)
    findings.cells.other += 1
    const told = findTold(answer, input, foreign)
    if (told) findings.told.push(`${told} in ${say(operation, caller, answer)}`)
  }
}
