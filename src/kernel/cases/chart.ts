import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk.bundled.js'
import type { Chart, Flow } from './flow.ts'
import { getStep } from './flow.ts'
import { type ChartLayout, FIGURE_ROOM } from './schema.ts'

const BOX_HEIGHT = 44
const CHARACTER = 16
const PADDING = 28

const layoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '28',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.edgeLabels.inline': 'false',
  // A way back is drawn as one: boxes stand in the order in which the chart names them.
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
}

interface Layouter {
  layout(graph: ElkNode): Promise<ElkNode>
}

/** Loaded with the first chart: it is a megabyte of code. */
async function newLayouter(): Promise<Layouter> {
  const { default: elkModule } = await import('elkjs/lib/elk.bundled.js')
  return new (elkModule as unknown as new () => Layouter)()
}

/** How much room a chart leaves for figures: in its boxes, and beside the words of its arrows. */
interface Room {
  box: { width: number; height: number }
  label: number
}

const usualRoom: Room = { box: { width: 0, height: BOX_HEIGHT }, label: 0 }
const figuresRoom: Room = { box: { width: 136, height: 54 }, label: FIGURE_ROOM }

function labelsOf({ zh = '' }: Chart['edges'][number], room: Room) {
  const width = zh.length * 14 + room.label
  return width > 0 ? [{ text: zh || '0', width, height: 18 }] : []
}

const graphOf = (chart: Chart, room: Room): ElkNode => ({
  id: 'chart',
  layoutOptions,
  children: chart.boxes.map((box) => ({
    id: box.id,
    width: Math.max(room.box.width, box.zh.length * CHARACTER + PADDING),
    height: room.box.height,
  })),
  edges: chart.edges.map((edge, index) => ({
    id: `edge${index}`,
    sources: [edge.from],
    targets: [edge.to],
    labels: labelsOf(edge, room),
  })),
})

function readEdge(chart: Chart, edge: ElkExtendedEdge): ChartLayout['edges'][number] {
  const section = edge.sections?.[0]
  const label = edge.labels?.[0]
  const from = edge.sources[0] ?? ''
  const to = edge.targets[0] ?? ''
  const zh = chart.edges.find((one) => one.from === from && one.to === to)?.zh
  return {
    from,
    to,
    ...(zh ? { zh } : {}),
    points: section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [],
    ...(label?.x !== undefined && label.y !== undefined ? { label: { x: label.x, y: label.y } } : {}),
  }
}

async function drawChart(chart: Chart, room: Room): Promise<ChartLayout> {
  const drawn = await (await newLayouter()).layout(graphOf(chart, room))
  const words = new Map(chart.boxes.map((box) => [box.id, box.zh]))
  return {
    width: drawn.width ?? 0,
    height: drawn.height ?? 0,
    boxes: (drawn.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => {
      return { id, zh: words.get(id) ?? id, x, y, width, height, state: 'ahead' as const }
    }),
    edges: (drawn.edges ?? []).map((edge) => readEdge(chart, edge)),
  }
}

const drawn = new WeakMap<Chart, Promise<ChartLayout>>()
const drawnRoomy = new WeakMap<Chart, Promise<ChartLayout>>()

/** The same chart with nothing lit and with room for a figure in each box and beside each arrow. */
export function layoutForFigures({ chart }: Flow): Promise<ChartLayout> {
  const layout = drawnRoomy.get(chart) ?? drawChart(chart, figuresRoom)
  drawnRoomy.set(chart, layout)
  return layout
}

/**
 * The flow's chart (服务流程图), laid out once, with the boxes behind a case done and its own lit. Without a state nothing is
 * lit: the chart of the service itself.
 */
export async function layoutChart(flow: Flow, state?: string, passed: readonly string[] = []): Promise<ChartLayout> {
  const base = drawn.get(flow.chart) ?? drawChart(flow.chart, usualRoom)
  drawn.set(flow.chart, base)
  const layout = await base
  const lit = state === undefined ? undefined : getStep(flow, state).box
  const done = new Set(passed.map((step) => getStep(flow, step).box))
  return {
    ...layout,
    boxes: layout.boxes.map((box) => ({
      ...box,
      state: box.id === lit ? 'lit' : done.has(box.id) || isBefore(flow.chart, box.id, lit) ? 'done' : 'ahead',
    })),
  }
}

/** Boxes with no way in, such as the telling of the policy, lie behind every case. */
const isBefore = (chart: Chart, box: string, lit: string | undefined) =>
  lit !== undefined && box !== lit && !chart.edges.some((edge) => edge.to === box)
