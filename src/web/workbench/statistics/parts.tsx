import { Link } from 'react-router'
import { sayChange, sayDays, sayFigure, sayShare } from '../../../kernel/statistics/figure-words.ts'
import type { Output } from '../../api/portal-api.ts'
import { FlowChart } from '../../case/flow-chart.tsx'
import { PlainTable } from '../plain-table.tsx'
import { addressOf, type Shown } from './period.ts'
import { Picture } from './picture.tsx'

export type Figures = Output<'statistics.get'>

/** The numbers first, each with what it means and how it stands to the period before. */
export function Numbers({ numbers }: { numbers: Figures['numbers'] }) {
  return (
    <ul className="figures">
      {numbers.map((figure) => (
        <li key={figure.key} className={figure.key === 'overdue' && figure.value ? 'figure figure--bad' : 'figure'}>
          <p className="figure__name">{figure.zh}</p>
          <p className="figure__value">{sayFigure(figure)}</p>
          <p className="figure__change">{sayChange(figure)}</p>
          <p className="quiet">{figure.meaning}</p>
        </li>
      ))}
    </ul>
  )
}

/** From the outermost division to the one shown. */
export function Trail({ view, shown }: { view: Figures; shown: Shown }) {
  const others = view.roots.filter(({ code }) => code !== view.trail[0]?.code)
  return (
    <nav className="statistics__trail" aria-label="地区">
      <ol>
        {view.trail.map(({ code, name }, index) => (
          <li key={code}>
            {index === view.trail.length - 1 ? (
              <strong aria-current="page">{name}</strong>
            ) : (
              <Link to={addressOf(shown, { division: code })}>{name}</Link>
            )}
          </li>
        ))}
      </ol>
      {others.length > 0 ? (
        <p>
          另外可看：
          {others.map(({ code, name }) => (
            <Link key={code} to={addressOf(shown, { division: code })}>
              {name}
            </Link>
          ))}
        </p>
      ) : null}
    </nav>
  )
}

/** What lies beneath; a bar leads down into its division. */
export function Children({ view, shown }: { view: Figures; shown: Shown }) {
  const most = Math.max(1, ...view.children.map(({ received }) => received))
  if (view.children.length === 0) return <p className="quiet">这段时间没有办件。</p>
  return (
    <PlainTable label="下级地区">
      <thead>
        <tr>
          <th scope="col">地区</th>
          <th scope="col">收件</th>
          <th scope="col">办结</th>
          <th scope="col">在办</th>
          <th scope="col">超期</th>
          <th scope="col">按时率</th>
        </tr>
      </thead>
      <tbody>
        {view.children.map((child) => (
          <tr key={child.code ?? 'own'}>
            <th scope="row">
              {child.code ? <Link to={addressOf(shown, { division: child.code })}>{child.name}</Link> : child.name}
            </th>
            <td className="statistics__bar">
              <span style={{ inlineSize: `${Math.round((child.received / most) * 100)}%` }} aria-hidden="true" />
              {child.received}
            </td>
            <td>{child.ended}</td>
            <td>{child.open}</td>
            <td>{child.overdue > 0 ? <strong className="bad">{child.overdue}</strong> : 0}</td>
            <td>{sayShare(child.onTime)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** Received and ended over the period, as a picture and as a table. */
export function Trend({ view }: { view: Figures }) {
  const { trend, byMonth } = view
  if (trend.length === 0) return <p className="quiet">这段时间没有办件。</p>
  return (
    <>
      <Picture
        says={`收件和办结${byMonth ? '按月' : '按日'}的变化，数字见下表`}
        kind={trend.length > 1 ? 'line' : 'bar'}
        labels={trend.map(({ bucket }) => (byMonth ? bucket : bucket.slice(5)))}
        series={[
          { name: '收件', values: trend.map(({ received }) => received) },
          { name: '办结', values: trend.map(({ ended }) => ended) },
        ]}
      />
      <details className="folded">
        <summary>看数字</summary>
        <CountTable
          label="收件和办结"
          head={[byMonth ? '月份' : '日期', '收件', '办结']}
          rows={trend.map(({ bucket, received, ended }) => [bucket, String(received), String(ended)])}
        />
      </details>
    </>
  )
}

interface CountTableProps {
  label: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
}

function CountTable({ label, head, rows }: CountTableProps) {
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name = '', ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={head[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** How what ended ended, and what refusals rested on. */
export function Outcomes({ view }: { view: Figures }) {
  const { outcomes, refusals } = view
  if (outcomes.length === 0) return <p className="quiet">这段时间没有办结的。</p>
  return (
    <>
      <Picture
        says="各种结果的次数，数字见下表"
        kind="bar"
        labels={outcomes.map(({ label }) => label)}
        series={[{ name: '次数', values: outcomes.map(({ count }) => count) }]}
      />
      <CountTable
        label="办理结果"
        head={['结果', '次数']}
        rows={outcomes.map(({ label, count }) => [label, String(count)])}
      />
      {refusals.length > 0 ? (
        <>
          <h3>驳回依据的条款</h3>
          <CountTable
            label="驳回依据的条款"
            head={['条款', '次数']}
            rows={refusals.map(({ label, count }) => [label, String(count)])}
          />
        </>
      ) : null}
    </>
  )
}

/** Working days in each step, and who used them. */
export function Times({ view }: { view: Figures }) {
  const { steps, holders } = view
  if (steps.length === 0) return <p className="quiet">这段时间没有走完的环节。</p>
  const several = new Set(steps.map(({ service }) => service)).size > 1
  return (
    <>
      <CountTable
        label="各环节用时"
        head={['环节', '次数', '一半不超过', '九成不超过', '超过时限']}
        rows={steps.map((step) => [
          several ? `${step.serviceLabel}：${step.label}` : step.label,
          String(step.count),
          sayDays(step.median),
          sayDays(step.ninth),
          step.late === null ? '不限时' : String(step.late),
        ])}
      />
      {holders.length > 0 ? (
        <>
          <h3>时间用在谁手里</h3>
          <CountTable
            label="时间用在谁手里"
            head={['谁', '工作日合计', '占']}
            rows={holders.map(({ label, days, share }) => [label, String(days), sayShare(share)])}
          />
        </>
      ) : null}
    </>
  )
}

/** The flow's own chart with what went through it. */
export function Funnels({ view }: { view: Figures }) {
  return view.funnels.map((funnel) => (
    <FlowChart
      key={funnel.service}
      chart={funnel.chart}
      title={`${funnel.title}：走到每一步的次数和中位工作日`}
      marks={{
        boxes: Object.fromEntries(
          funnel.boxes.map(({ id, entered, median }) => [
            id,
            [entered > 0 ? `${entered} 次` : '', median === null ? '' : median === 0 ? '中位当天' : `中位 ${median} 日`]
              .filter(Boolean)
              .join(' · '),
          ]),
        ),
        arrows: Object.fromEntries(
          funnel.arrows.map(({ from, to, share }) => [`${from}>${to}`, share === null ? '' : sayShare(share)]),
        ),
      }}
    />
  ))
}
