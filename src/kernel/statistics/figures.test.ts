import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { placeCase, publishLoanFlow } from '../../../test/cases.ts'
import { testDatabase } from '../../../test/database.ts'
import { testPlatform } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { loanParameters } from '../../modules/financing/rules/loan-rule.ts'
import { addDays, type CalendarDate, dateIn } from '../../shared/dates.ts'
import { seedCalendar } from '../calendar/store.ts'
import type { Action, Flow } from '../cases/flow.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { everything, regionScope } from '../divisions/scope.ts'
import { findLimit } from '../rules/limits.ts'
import { seedParameters } from '../rules/store.ts'
import { type Counted, type FigureSelection, readFigures } from './reading.ts'
import { rebuild, rollUp } from './roll-up.ts'

const flow: Flow = loanFlow
const flows = [flow]
const database = await testDatabase()
after(() => database.close())
const { db } = database
const platform = testPlatform(db, { now: '2026-11-25T02:00:00Z' })
const divisions = ['420502000000', '420503000000', '420583000000']
const first = '2026-08-01' as CalendarDate
const last = '2026-11-25' as CalendarDate

interface Step {
  choice: number
  hours: number
}

interface Walk {
  division: number
  begins: number
  steps: Step[]
}

const walks: fc.Arbitrary<Walk[]> = fc.array(
  fc.record({
    division: fc.nat({ max: divisions.length - 1 }),
    begins: fc.nat({ max: 80 }),
    steps: fc.array(fc.record({ choice: fc.nat(), hours: fc.nat({ max: 300 }) }), { maxLength: 9 }),
  }),
  { minLength: 1, maxLength: 12 },
)

interface Told {
  division: string
  openedAt: Date
  events: { action: string; from: string; to: string; at: Date; article: string | null }[]
}

/** Follows one walk over the flow, as far as it goes before today. */
function tell({ division, begins, steps }: Walk): Told {
  const openedAt = new Date(Date.parse(`${first}T01:00:00Z`) + begins * 86_400_000)
  let [state, at] = [flow.initial as string, openedAt]
  const events: Told['events'] = []
  for (const { choice, hours } of steps) {
    const open = Object.entries<Action>(flow.actions).filter(([, action]) => action.from.includes(state))
    const [action, taken] = open[choice % Math.max(1, open.length)] ?? []
    at = new Date(at.getTime() + hours * 3_600_000)
    if (!action || !taken || at > platform.now()) break
    const article = action === 'reject' ? `财金〔2023〕75号 第${choice % 3}条` : null
    events.push({ action, from: state, to: taken.to, at, article })
    state = taken.to
  }
  return { division: divisions[division] ?? '', openedAt, events }
}

async function lay({ division, openedAt, events }: Told): Promise<void> {
  const state = (events.at(-1)?.to ?? 'draft') as 'draft'
  const { id } = await placeCase(platform, { state, division, openedAt })
  for (const [index, { action, from, to, at, article }] of events.entries()) {
    await db
      .insertInto('case_event')
      .values({
        case_id: id,
        sequence: 2 + index,
        round: 1,
        service: flow.service,
        flow_version: 1,
        action,
        from_state: from,
        to_state: to,
        actor_id: randomUUID(),
        actor_role: 'clerk',
        channel: 'online',
        detail: JSON.stringify(article ? { article } : {}),
        at,
        previous_hash: '',
        hash: '',
      })
      .execute()
  }
}

const pauses = (state: string) => flow.steps[state]?.pausesClock === true

/** The same figures, counted the plain way: case by case, step by step. */
async function recount(all: readonly Told[]): Promise<Map<string, [count: number, late: number]>> {
  const figures = new Map<string, [number, number]>()
  const add = (key: string, late = 0) => {
    const [count, lates] = figures.get(key) ?? [0, 0]
    figures.set(key, [count + 1, lates + late])
  }
  for (const { division, openedAt, events } of all) {
    let [since, before] = [dateIn(openedAt), '']
    let used: Record<string, number> = {}
    for (const { from, to, at, article } of events) {
      const day = dateIn(at)
      if (before !== '' && !pauses(before) && !pauses(from)) used = {}
      used[from] = (used[from] ?? 0) + platform.calendar.workdaysBetween(since, day)
      const place = `${day.slice(0, 7)} ${division.slice(0, 6)}`
      add(`${place} move ${from}>${to} 0`)
      if (article) add(`${place} refusal ${article} 0`)
      if (!pauses(to)) {
        const key = flow.steps[from]?.within
        const limit = key ? await findLimit(db, key, division, day) : null
        add(`${place} step ${from} ${used[from]}`, limit !== null && (used[from] ?? 0) > limit ? 1 : 0)
      }
      since = day
      before = from
    }
  }
  return figures
}

const selection: FigureSelection = { scope: everything, from: first, to: last, prefix: '', childDigits: 6 }

const keyOf = ({ bucket, child, kind, key, days }: Counted) => `${bucket} ${child} ${kind} ${key} ${days}`

function addUp(rows: readonly Counted[]): Map<string, [number, number]> {
  const figures = new Map<string, [number, number]>()
  for (const row of rows) {
    const [count, late] = figures.get(keyOf(row)) ?? [0, 0]
    figures.set(keyOf(row), [count + row.count, late + row.late])
  }
  return figures
}

const sorted = (figures: Map<string, [number, number]>) => [...figures].sort(([a], [b]) => (a < b ? -1 : 1))

const told: Told[] = []

before(async () => {
  await publishLoanFlow(database.ownerUrl)
  await db.transaction().execute(async (tx) => {
    await seedCalendar(tx)
    await seedParameters(tx, loanParameters, platform.now())
  })
})

test('the figures are those of a plain recount, rolled up, half rolled up and made anew', async () => {
  const property = fc.asyncProperty(walks, async (more) => {
    for (const walk of more.map(tell)) {
      await lay(walk)
      told.push(walk)
    }
    await rebuild(platform, flows)
    assert.deepEqual(sorted(addUp(await readFigures(db, flows, selection))), sorted(await recount(told)))
  })
  await fc.assert(property, { numRuns: 12, seed: 20_261_125, endOnFailure: true })
  const whole = sorted(addUp(await readFigures(db, flows, selection)))
  assert.ok(whole.length > 50, `${whole.length} figures`)
  const rolled = (await db.selectFrom('figure_rolled').select('day').execute()).length
  assert.ok(rolled > 30)
  assert.equal(await rollUp(platform, flows), 0)
  await db.deleteFrom('figure_rolled').where('day', '>', '2026-10-15').execute()
  await db.deleteFrom('figure_day').where('day', '>', '2026-10-15').execute()
  assert.deepEqual(sorted(addUp(await readFigures(db, flows, selection))), whole)
  await rollUp(platform, flows)
  assert.deepEqual(sorted(addUp(await readFigures(db, flows, selection))), whole)
})

test('a reader is given what lies in reach, in the period and beneath the division asked for', async () => {
  const inReach = { ...selection, scope: regionScope([divisions[0] as DivisionCode]) }
  const own = await readFigures(db, flows, inReach)
  assert.ok(own.length > 0 && own.every(({ child }) => child === '420502'))
  const asked = await readFigures(db, flows, { ...selection, prefix: '420503' })
  assert.ok(asked.length > 0 && asked.every(({ child }) => child === '420503'))
  assert.deepEqual(await readFigures(db, flows, { ...inReach, prefix: '420503' }), [])
  assert.deepEqual(await readFigures(db, flows, { ...selection, service: 'another' }), [])
  const september = { ...selection, from: '2026-09-01' as CalendarDate, to: addDays('2026-10-01' as CalendarDate, -1) }
  assert.ok((await readFigures(db, flows, september)).every(({ bucket }) => bucket.startsWith('2026-09-')))
})
