import { addDays, addYears } from '../../shared/dates.ts'
import { type Flow, getStep, stateLabel } from '../cases/flow.ts'
import type { RegionScope } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { everywhere } from '../operations/everywhere.ts'
import { viewNumbers, viewSteps } from './figures.ts'
import { type Counted, readFigures } from './reading.ts'
import { ratingsSource } from './satisfaction.ts'
import type { Figure, PublicFigures } from './schema.ts'

/** A smaller count could point at a person. */
const FEWEST = 5

const tellable = (count: number): number | null => (count < FEWEST ? null : count)

/** Figures that concern everyone; an on-time rate only from enough cases. */
const publicKeys = ['received', 'done', 'onTime']

const hide = (figure: Figure, received: number): Figure => ({
  ...figure,
  previous: null,
  value:
    figure.value === null || received < FEWEST ? null : figure.unit === 'count' ? tellable(figure.value) : figure.value,
})

const countOf = (numbers: readonly Figure[], key: string) => numbers.find((one) => one.key === key)?.value ?? 0

function viewService(flow: Flow, all: readonly Counted[]): PublicFigures['services'][number] {
  const rows = all.filter(({ service }) => service === flow.service)
  const numbers = viewNumbers([flow], rows, [])
  const steps = viewSteps([flow], rows).filter(({ state }) => {
    const step = getStep(flow, state)
    return step.office !== undefined && !step.pausesClock
  })
  return {
    label: stateLabel(flow, flow.service),
    received: tellable(countOf(numbers, 'received')),
    done: tellable(countOf(numbers, 'done')),
    steps: steps.map(({ label, median, count }) => ({ label, median: count < FEWEST ? null : median })),
  }
}

/** The last twelve months up to yesterday, of the whole platform, without anything that could point at a person. */
export async function getPublicFigures(ctx: Ctx, flows: readonly Flow[], scope: RegionScope): Promise<PublicFigures> {
  const to = addDays(ctx.today, -1)
  const from = addDays(addYears(to, -1), 1)
  const rows = await readFigures(ctx.db, flows, { scope, from, to, prefix: '', childDigits: 2 })
  const numbers = viewNumbers(flows, rows, [])
  const received = countOf(numbers, 'received')
  const ratings = await everywhere(ctx.platform, (tx) =>
    ratingsSource(tx, { from, to, scope, prefix: '', today: ctx.today }),
  )
  const rated = ratings.find(({ key }) => key === 'rated')?.value ?? 0
  return {
    from,
    to,
    fewest: FEWEST,
    numbers: [
      ...numbers.filter(({ key }) => publicKeys.includes(key)).map((figure) => hide(figure, received)),
      ...ratings.map((figure) => hide({ ...figure, previous: null }, rated)),
    ],
    services: flows.map((flow) => viewService(flow, rows)),
  }
}
