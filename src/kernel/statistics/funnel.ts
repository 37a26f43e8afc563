import { layoutForFigures } from '../cases/chart.ts'
import { type Flow, getStep, stateLabel } from '../cases/flow.ts'
import { percentileOf, shareOf } from './figures.ts'
import type { Counted } from './reading.ts'
import type { Funnel } from './schema.ts'

/** Moves from one box of the chart to another; a step within a box is none. */
function movesBetween(flow: Flow, rows: readonly Counted[]) {
  return rows.flatMap(({ kind, key, count }) => {
    const [from = '', to = ''] = key.split('>')
    if (kind !== 'move' || !(from in flow.steps) || !(to in flow.steps)) return []
    const [left, entered] = [getStep(flow, from).box, getStep(flow, to).box]
    return left === entered ? [] : [{ left, entered, count }]
  })
}

const total = (moves: readonly { count: number }[]) => moves.reduce((sum, { count }) => sum + count, 0)

/**
 * The flow's own chart with what went through it in a period: how often each box was entered from another, the median of
 * working days in it, and what share of all that left a box took each arrow. What took a way that the chart does not draw counts
 * among what left.
 */
export async function drawFunnel(flow: Flow, all: readonly Counted[]): Promise<Funnel> {
  const rows = all.filter(({ service }) => service === flow.service)
  const moves = movesBetween(flow, rows)
  const begin = getStep(flow, flow.initial).box
  const medianIn = (box: string) =>
    percentileOf(
      rows.filter(({ kind, key }) => kind === 'step' && flow.steps[key]?.box === box && !flow.steps[key]?.pausesClock),
      0.5,
    )
  return {
    service: flow.service,
    title: stateLabel(flow, flow.service),
    chart: await layoutForFigures(flow),
    boxes: flow.chart.boxes.map(({ id }) => ({
      id,
      // Where cases begin there is no arrow in: what was handed on from there was there.
      entered: total(moves.filter(({ left, entered }) => (id === begin ? left : entered) === id)),
      median: medianIn(id),
    })),
    arrows: flow.chart.edges.map(({ from, to }) => {
      const count = total(moves.filter(({ left, entered }) => left === from && entered === to))
      return { from, to, count, share: shareOf(count, total(moves.filter(({ left }) => left === from))) }
    }),
  }
}
