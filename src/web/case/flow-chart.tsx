import { useId } from 'react'
import { FIGURE_ROOM } from '../../kernel/cases/schema.ts'
import type { Operations } from '../api/operations.generated.ts'
import { roundedPath } from './rounded-path.ts'

export type ChartLayout = Operations['loan.getGuide']['output']['chart']
type Box = ChartLayout['boxes'][number]

const stateWords: Record<Box['state'], string> = { done: '已完成', lit: '正在这一步', ahead: '还没到' }

/** Wider than a phone's page, a chart scrolls in a region of its own; in 长辈版 it is drawn larger (elder.css). */
const PHONE_WIDTH = 340 / 1.45
const MARGIN = 2

/** Figures written on the chart: by box, and by arrow as `from>to`. */
export interface Marks {
  boxes: Readonly<Record<string, string>>
  arrows: Readonly<Record<string, string>>
}

function BoxShape({ box, mark }: { box: Box; mark: string }) {
  const words = box.state === 'done' ? `✓ ${box.zh}` : box.zh
  const [across, down] = [box.x + box.width / 2, box.y + box.height / 2]
  return (
    <g className={`chart__box chart__box--${box.state}`}>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="6" />
      <text x={across} y={mark ? down - 8 : down} textAnchor="middle" dominantBaseline="central">
        {words}
      </text>
      {mark ? (
        <text className="chart__mark" x={across} y={down + 12} textAnchor="middle" dominantBaseline="central">
          {mark}
        </text>
      ) : null}
    </g>
  )
}

function EdgeWords({ edge, mark }: { edge: ChartLayout['edges'][number]; mark: string }) {
  const { label, zh = '' } = edge
  const words = [zh, mark].filter(Boolean).join(' ')
  if (!words || !label) return null
  const middle = label.x + zh.length * 7 + (mark ? FIGURE_ROOM / 2 : 0)
  return (
    <text x={middle} y={label.y + 9} textAnchor="middle" dominantBaseline="central">
      {words}
    </text>
  )
}

function EdgeShape({ edge, arrow, mark }: { edge: ChartLayout['edges'][number]; arrow: string; mark: string }) {
  return (
    <g className="chart__edge">
      <path d={roundedPath(edge.points)} markerEnd={`url(#${arrow})`} />
      <EdgeWords edge={edge} mark={mark} />
    </g>
  )
}

const unmarked: Marks = { boxes: {}, arrows: {} }

const say = (mark = '') => (mark ? `（${mark}）` : '')

/** The chart in words, box by box: its state where one is lit, and where it leads. */
function ChartInWords({ chart, following, marks }: { chart: ChartLayout; following: boolean; marks: Marks }) {
  const name = (id: string) => chart.boxes.find((box) => box.id === id)?.zh ?? id
  return (
    <ol className="visually-hidden">
      {chart.boxes.map((box) => {
        const onwards = chart.edges
          .filter((edge) => edge.from === box.id)
          .map(
            (edge) =>
              `${edge.zh ? `${edge.zh}则` : ''}进入${name(edge.to)}${say(marks.arrows[`${edge.from}>${edge.to}`])}`,
          )
        return (
          <li key={box.id} aria-current={box.state === 'lit' ? 'step' : undefined}>
            {box.zh}
            {following ? `，${stateWords[box.state]}` : ''}
            {say(marks.boxes[box.id])}
            {onwards.length > 0 ? `；之后${onwards.join('，')}` : ''}
          </li>
        )
      })}
    </ol>
  )
}

/**
 * A flow chart (服务流程图) as the server laid it out: for a case with its step lit and those behind it ticked, for a service
 * with nothing lit. The same is there as a list for who can't see it.
 */
export function FlowChart({ chart, title, marks = unmarked }: { chart: ChartLayout; title: string; marks?: Marks }) {
  const id = useId()
  const arrow = `${id}arrow`
  const following = chart.boxes.some((box) => box.state === 'lit')
  const scrolls = chart.width > PHONE_WIDTH
  const width = chart.width + 2 * MARGIN
  const height = chart.height + 2 * MARGIN
  const drawing = (
    <svg
      className="chart__drawing"
      width={width}
      height={height}
      viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      <title>{title}</title>
      <desc>图中各步骤及其先后，另以文字列在图下，供读屏使用。</desc>
      <defs>
        <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path className="chart__arrow" d="M0 .8 7 4 0 7.2Z" />
        </marker>
      </defs>
      {chart.edges.map((edge) => (
        <EdgeShape
          key={`${edge.from}-${edge.to}`}
          edge={edge}
          arrow={arrow}
          mark={marks.arrows[`${edge.from}>${edge.to}`] ?? ''}
        />
      ))}
      {chart.boxes.map((box) => (
        <BoxShape key={box.id} box={box} mark={marks.boxes[box.id] ?? ''} />
      ))}
    </svg>
  )
  return (
    <figure className="chart">
      <figcaption className="chart__title">{title}</figcaption>
      {scrolls ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="chart__region" aria-label={`${title}，可左右滚动`} tabIndex={0}>
          {drawing}
        </section>
      ) : (
        <div className="chart__region">{drawing}</div>
      )}
      <ChartInWords chart={chart} following={following} marks={marks} />
      {following ? (
        <ul className="chart__legend" aria-hidden="true">
          <li className="chart__legend-item chart__legend-item--done">✓ 已完成</li>
          <li className="chart__legend-item chart__legend-item--lit">正在这一步</li>
          <li className="chart__legend-item chart__legend-item--ahead">还没到</li>
        </ul>
      ) : null}
    </figure>
  )
}
