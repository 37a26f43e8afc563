import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loanFlow } from '../../modules/financing/flow.ts'
import { layoutChart } from './chart.ts'
import type { ChartLayout } from './schema.ts'

type Box = ChartLayout['boxes'][number]

const boxesIn = (layout: ChartLayout, state: Box['state']) =>
  layout.boxes.filter((box) => box.state === state).map((box) => box.id)

const areApart = (one: Box, other: Box) =>
  one.x + one.width <= other.x ||
  other.x + other.width <= one.x ||
  one.y + one.height <= other.y ||
  other.y + other.height <= one.y

describe('the chart of a flow', async () => {
  const layout = await layoutChart(loanFlow)

  it('has every box with its words, within its frame, none upon another', () => {
    assert.deepEqual(
      layout.boxes.map(({ id, zh }) => ({ id, zh })),
      loanFlow.chart.boxes,
    )
    for (const [index, box] of layout.boxes.entries()) {
      assert.ok(box.width > 0 && box.height > 0)
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= layout.width && box.y + box.height <= layout.height)
      for (const other of layout.boxes.slice(index + 1)) assert.ok(areApart(box, other), `${box.id} and ${other.id}`)
    }
  })

  it('has every arrow, drawn from its box to its box, with its words', () => {
    assert.deepEqual(
      layout.edges.map(({ from, to, zh }) => ({ from, to, ...(zh ? { zh } : {}) })),
      loanFlow.chart.edges,
    )
    const touches = (id: string, point?: { x: number; y: number }) => {
      const box = layout.boxes.find((one) => one.id === id)
      return (
        box &&
        point &&
        point.x >= box.x &&
        point.x <= box.x + box.width &&
        [box.y, box.y + box.height].includes(point.y)
      )
    }
    for (const { from, to, zh, points, label } of layout.edges) {
      assert.ok(touches(from, points[0]) && touches(to, points.at(-1)), `${from} to ${to}`)
      assert.equal(label !== undefined, zh !== undefined)
    }
  })

  it('lights nothing without a case', () => {
    assert.equal(boxesIn(layout, 'ahead').length, layout.boxes.length)
  })

  const places: [state: string, passed: string[], lit: string, done: string[]][] = [
    ['draft', [], 'apply', ['policy']],
    ['submitted', ['draft'], 'accept', ['policy', 'apply']],
    ['supplement', ['draft', 'submitted'], 'accept', ['policy', 'apply']],
    ['accepted', ['draft', 'submitted', 'supplement', 'submitted'], 'review', ['policy', 'apply', 'accept']],
    ['recommended', ['draft', 'submitted', 'accepted'], 'investigate', ['policy', 'apply', 'accept', 'review']],
    ['rejected', ['draft', 'submitted'], 'refuse', ['policy', 'apply', 'accept']],
    ['withdrawn', ['draft', 'submitted'], 'apply', ['policy', 'accept']],
  ]
  for (const [state, passed, lit, done] of places) {
    it(`shows where a case that is ${state} stands and has been`, async () => {
      const placed = await layoutChart(loanFlow, state, passed)
      assert.deepEqual(boxesIn(placed, 'lit'), [lit])
      assert.deepEqual(boxesIn(placed, 'done'), done)
    })
  }

  it('is laid out once, and lighting it for one case leaves it as it was for the next', async () => {
    const [one, other] = await Promise.all([layoutChart(loanFlow, 'accepted', ['draft']), layoutChart(loanFlow)])
    assert.equal(one.edges, other.edges)
    assert.deepEqual(boxesIn(other, 'lit'), [])
  })
})
