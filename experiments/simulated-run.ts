import { sql } from 'kysely'
import { Random } from '../bench/load/random.ts'
import type { Actor } from '../src/kernel/access/actor.ts'
import type { Platform } from '../src/kernel/operations/context.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { canonicalJson } from '../src/shared/canonical.ts'
import { dateIn } from '../src/shared/dates.ts'
import { Refusal } from '../src/shared/errors.ts'
import { sha256Hex } from '../src/shared/hash.ts'
import { newId } from '../src/shared/ids.ts'
import { goodForm, refusal, xiling } from '../test/city.ts'
import { callAs, operationNamed } from '../test/platform.ts'
import {
  type Act,
  acts,
  type Command,
  holderIn,
  LoanModel,
  type ModelLoan,
  type Player,
  players,
  type Verdict,
} from './loan-model.ts'
import { readLoan } from './read-loan.ts'
import { type Cast, failing, layPapers, newApplicant, Planted, places, type World } from './simulated-world.ts'

const MINUTE = 60 * 1000
const DAY = 24 * 60 * MINUTE
const BEGIN = Date.parse('2026-11-23T01:00:00Z')

/** One run: whether anything was not as the model has it, and the hash of all that happened. */
export interface Run {
  seed: number
  broken: string[]
  trace: string
  commands: number
  done: number
  repeats: number
  faults: number
  cases: string[]
}

interface Sent {
  command: Command
  key: string
  output: unknown
}

const operations = new Map<Act, Operation>()

/** What is sensible in a state, and by whom; everything else comes by chance. */
const sensible: Readonly<Record<string, readonly (readonly [readonly [Act, Player], number])[]>> = {
  none: [
    [['open', 'applicant'], 3],
    [['open', 'clerk'], 1],
  ],
  draft: [
    [['saveDraft', 'applicant'], 8],
    [['submit', 'applicant'], 1],
    [['withdraw', 'applicant'], 0.3],
  ],
  wholeDraft: [
    [['submit', 'applicant'], 7],
    [['submit', 'clerk'], 1],
    [['saveDraft', 'clerk'], 1],
    [['withdraw', 'applicant'], 0.3],
  ],
  submitted: [
    [['accept', 'clerk'], 2],
    [['accept', 'both'], 2],
    [['askOnce', 'secondClerk'], 2],
    [['reject', 'clerk'], 1],
    [['withdraw', 'applicant'], 0.5],
  ],
  supplement: [
    [['supply', 'applicant'], 4],
    [['saveDraft', 'applicant'], 1],
    [['supply', 'clerk'], 1],
  ],
  accepted: [
    [['recommend', 'reviewer'], 2],
    [['recommend', 'both'], 2],
    [['reject', 'both'], 2],
    [['reject', 'reviewer'], 1],
    [['withdraw', 'clerk'], 0.5],
  ],
  rejected: [
    [['reopen', 'applicant'], 3],
    [['open', 'applicant'], 2],
  ],
}

class Walk {
  readonly world: World
  readonly seed: number
  readonly random: Random
  readonly model: LoanModel
  readonly platform: Platform
  readonly cast: Cast
  readonly applicant: Actor & { partyId: string }
  readonly faults: ReturnType<typeof failing>
  readonly ids: string[] = []
  readonly sent: Sent[] = []
  readonly trace: string[] = []
  readonly broken: string[] = []
  counts = { commands: 0, done: 0, repeats: 0, faults: 0 }
  #now: number

  constructor(world: World, seed: number, random: Random, applicant: Actor & { partyId: string }, isNamed: boolean) {
    this.world = world
    this.seed = seed
    this.random = random
    this.applicant = applicant
    this.cast = { ...world.staff, applicant, stranger: world.stranger }
    this.#now = BEGIN + random.below(20) * DAY + random.below(600) * MINUTE
    this.faults = failing(world.app)
    const { platform } = world.city
    this.platform = { ...platform, db: this.faults.db, now: () => new Date(this.#now) }
    this.model = new LoanModel(isNamed, (day) => platform.calendar.isWorkday(day))
  }

  #passTime(): void {
    const { random } = this
    this.#now += random.below(5) < 3 ? random.below(90) * MINUTE : random.below(4 * 24 * 60) * MINUTE
  }

  #choose(): Command {
    const { random, model } = this
    const loan = random.below(8) === 0 ? random.below(model.loans.length + 1) : Math.max(0, model.loans.length - 1)
    const aimed = model.loans[loan]
    const stage = aimed?.state === 'draft' && aimed.isWhole ? 'wholeDraft' : (aimed?.state ?? 'none')
    const choices = sensible[stage] ?? sensible.none ?? []
    const [act, player] = random.below(10) < 7 ? random.weighed(choices) : [random.pick(acts), random.pick(players)]
    const version = aimed?.version ?? 1
    const seen = random.below(8) === 0 ? Math.max(1, version + random.pick([-2, -1, 1, 5])) : version
    // What the stranger opens is their own.
    const mover = act === 'open' && player === 'stranger' ? 'elsewhere' : player
    return { player: mover, act, loan, seen, lacking: random.below(5) === 0 }
  }

  #inputOf({ act, loan, seen, lacking }: Command): Record<string, unknown> {
    if (act === 'open') return { division: xiling }
    const version = { id: this.ids[loan] ?? newId(this.platform.now()), version: seen }
    if (act === 'saveDraft')
      return { ...version, form: lacking ? { ...goodForm, truthful: undefined, purpose: undefined } : goodForm }
    if (act === 'askOnce') return { ...version, gaps: [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }] }
    if (act === 'reject') return { ...version, ...refusal }
    if (act === 'recommend') {
      return { ...version, amount: lacking ? 90_000_000 : 20_000_000, months: 24, opinion: '条件符合，建议推荐' }
    }
    return version
  }

  async #send(command: Command, key: string): Promise<Verdict & { output: unknown }> {
    const { act, player } = command
    const actor = this.cast[player]
    const known = operations.get(act) ?? operationNamed(this.world.city.operations, `loan.${act}`)
    operations.set(act, known)
    const input = JSON.parse(JSON.stringify(this.#inputOf(command))) as Record<string, unknown>
    if (act === 'open' && actor.kind === 'staff') input.partyId = this.applicant.partyId
    const channel = actor.kind === 'staff' ? 'window' : 'online'
    try {
      const output = await callAs(this.platform, known, actor, input, { channel, idempotencyKey: key })
      return { status: 200, code: '', output }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { status: error.parts.status, code: error.parts.code, output: null }
    }
  }

  /** A command that a fault meets leaves nothing, and is sent again with its key; else it is what it is. */
  async #sendPastFaults(command: Command, key: string) {
    if (this.random.below(6) > 0) return this.#send(command, key)
    this.faults.failAt(this.random.pick(places))
    try {
      return await this.#send(command, key)
    } catch (error) {
      if (!(error instanceof Planted)) throw error
      this.counts.faults += 1
      return this.#send(command, key)
    } finally {
      this.faults.failAt(null)
    }
  }

  #expect(what: string, is: boolean): void {
    if (!is) this.broken.push(`step ${this.counts.commands}: ${what}`)
  }

  /** Whether a success tells the loan as the model has it. */
  #compareOutput({ loan }: Command, output: unknown): void {
    const told = output as { id: string; state: string; version: number }
    const own = this.model.loans[loan] as ModelLoan
    this.#expect(`answered ${told.state} ${told.version}`, told.state === own.state && told.version === own.version)
    this.#expect('answered another loan', told.id === this.ids[loan])
  }

  /** Sends a key again that somebody has used: with the same content it gives the same, with other content nothing. */
  async #repeat(): Promise<void> {
    const { random, sent } = this
    if (sent.length === 0) return
    const { command, key, output } = random.pick(sent)
    this.counts.repeats += 1
    if (random.below(2) === 0) {
      const again = await this.#send(command, key)
      this.#expect('a repeat gives another answer', canonicalJson(again.output) === canonicalJson(output))
      return
    }
    const other: Command =
      command.act === 'open' ? { ...command, act: 'withdraw', seen: 1 } : { ...command, seen: command.seen + 7 }
    const verdict = await this.#send(other, key)
    this.#expect(`a key with other content gives ${verdict.status}`, verdict.status === 422)
  }

  async step(): Promise<void> {
    this.#passTime()
    const chosen = this.#choose()
    const key = newId(this.platform.now())
    const today = dateIn(this.platform.now())
    const expected = this.model.play(chosen, today)
    const command = chosen.act === 'open' ? { ...chosen, loan: this.model.loans.length - 1 } : chosen
    const { status, code, output } = await this.#sendPastFaults(command, key)
    this.counts.commands += 1
    this.trace.push(canonicalJson([today, { ...command }, status, code]))
    this.#expect(
      `${command.player} ${command.act} gives ${status} ${code}, not ${expected.status} ${expected.code}`,
      status === expected.status && code === expected.code,
    )
    if (status === 200 && expected.status === 200) {
      this.counts.done += 1
      if (command.act === 'open') await this.#remember(output)
      this.#compareOutput(command, output)
      this.sent.push({ command, key, output })
    }
    if (this.random.below(8) === 0) await this.#repeat()
  }

  async #remember(output: unknown): Promise<void> {
    const { id } = output as { id: string }
    this.ids.push(id)
    await layPapers(this.world, this.applicant, id)
  }

  /** Compares each loan in the database, with everything that should lie beside it, with the model's. */
  async compareAll(): Promise<void> {
    for (const [index, loan] of this.model.loans.entries()) {
      const id = this.ids[index]
      if (id === undefined) continue
      const found = canonicalJson(await readLoan(this.world, id))
      const wanted = canonicalJson(this.#told(loan))
      this.trace.push(canonicalJson([loan, this.counts]))
      this.#expect(`in the database ${found}, not ${wanted}`, found === wanted)
    }
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from service_case
      where party_id = ${this.applicant.partyId}`.execute(this.world.owner)
    this.#expect('loans that nobody opened', rows[0]?.count === this.model.loans.length)
  }

  #told(loan: ModelLoan) {
    const { state, version, round, clock, steps, holdings, letters, writes, acceptedBy } = loan
    const account = (player: Player | null) => (player ? this.cast[player].accountId : null)
    return {
      state,
      version,
      round,
      holder: holderIn(state),
      limit: clock.limit,
      used: clock.used,
      startedOn: clock.startedOn,
      dueOn: clock.dueOn,
      acceptedBy: account(acceptedBy),
      steps: steps.map(({ sequence, act, from, to, player }) => [sequence, act, from, to, account(player)]),
      holdings,
      heldNow: holderIn(state) === 'none' ? 0 : 1,
      letters,
      events: steps.length,
      audits: writes,
      keys: writes,
    }
  }
}

/** Walks one seed from its beginning to its end. The same seed walks the same way, whatever else goes on in the database. */
export async function simulate(world: World, seed: number): Promise<Run> {
  const random = new Random(seed)
  const isNamed = random.below(12) > 0
  const walk = new Walk(world, seed, random, await newApplicant(world, isNamed), isNamed)
  const steps = 6 + random.below(10)
  for (let step = 0; step < steps && walk.broken.length === 0; step += 1) await walk.step()
  if (walk.broken.length === 0) await walk.compareAll()
  return { seed, broken: walk.broken, trace: sha256Hex(walk.trace.join('\n')), ...walk.counts, cases: walk.ids }
}
