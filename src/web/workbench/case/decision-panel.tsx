import { Alert } from 'antd'
import { useState } from 'react'
import { type Flow, getStep } from '../../../kernel/cases/flow.ts'
import { formatInstant } from '../../../shared/dates.ts'
import type { OperationName } from '../../api/portal-api.ts'
import { isKept } from '../kept-text.ts'
import { type Act, keptKey } from './act.ts'
import { ActCard } from './act-card.tsx'
import type { CaseAction, CaseView } from './case-view.ts'

interface PanelProps<View extends CaseView> {
  view: View
  flow: Flow
  /** In the order in which they stand. */
  acts: readonly Act<View>[]
  refreshes: readonly OperationName[]
}

interface Offered<View> {
  act: Act<View>
  available: CaseAction
  /** Done in the applicant's stead. */
  forApplicant: boolean
}

const thingOf = ({ thing = '办件' }: Flow) => thing

const isForApplicant = (flow: Flow, view: CaseView, action: string) =>
  (flow.actions[action]?.by ?? getStep(flow, view.state).by) === 'applicant'

/** What can be done now, and what someone was still writing for an action that has gone meanwhile: nothing typed is lost. */
function offersOf<View extends CaseView>({ view, flow, acts }: PanelProps<View>): Offered<View>[] {
  return acts.flatMap((act) => {
    const available = view.actions.find((one) => one.action === act.action)
    if (available) return [{ act, available, forApplicant: isForApplicant(flow, view, act.action) }]
    if (!act.form || !isKept(keptKey(view, act.action))) return []
    const button = flow.actions[act.action]?.button ?? act.action
    const reason = `${thingOf(flow)}现在是“${view.stateLabel}”，不能${button}。您写的内容还留在这里，可以抄走或放弃。`
    return [{ act, available: { action: act.action, button, allowed: false, reason }, forApplicant: false }]
  })
}

/** What happened between the version someone had before them and now. */
function StaleNotice({ view, flow, seen }: { view: CaseView; flow: Flow; seen: number }) {
  const since = view.history.filter((entry) => entry.sequence > seen)
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={`这个${thingOf(flow)}刚刚有了变化，刚才的没有送出`}
      description={
        <>
          <p>页面已经换成最新的（第 {view.version} 版）。您写的内容还在，请核对后再决定。</p>
          <ul className="plain-list">
            {since.map((entry) => (
              <li key={entry.sequence}>
                {formatInstant(new Date(entry.at))} {entry.roleLabel}
                {entry.office ? `（${entry.office}）` : ''}：{entry.label}，现在是“{entry.stateLabel}”
              </li>
            ))}
          </ul>
        </>
      }
    />
  )
}

/** The right side of a case page: each button says what it does; what it needs opens below it, one at a time. */
export function DecisionPanel<View extends CaseView>(props: PanelProps<View>) {
  const { view, flow, refreshes } = props
  const offers = offersOf(props)
  const [open, setOpen] = useState(() => offers.find(({ act }) => isKept(keptKey(view, act.action)))?.act.action)
  const [stale, setStale] = useState<number>()
  const [done, setDone] = useState<string>()
  const cards = (list: Offered<View>[]) =>
    list.map(({ act, available }) => (
      <ActCard
        key={act.action}
        {...{ view, flow, act, available, refreshes }}
        open={open === act.action}
        onOpen={(wanted) => {
          setOpen(wanted ? act.action : undefined)
          setDone(undefined)
        }}
        onStale={setStale}
        onDone={(button) => {
          setStale(undefined)
          setDone(button)
        }}
      />
    ))
  const forApplicant = offers.filter((offer) => offer.forApplicant)
  const own = offers.filter((offer) => !offer.forApplicant)
  return (
    <section className="decision" aria-labelledby="decision">
      <h2 id="decision">现在可以做</h2>
      <div role="status">
        {done ? (
          <p className="decision__done">
            已办：{done}。{thingOf(flow)}现在是“{view.stateLabel}”。
          </p>
        ) : null}
      </div>
      {stale === undefined ? null : <StaleNotice view={view} flow={flow} seen={stale} />}
      {cards(own)}
      {own.length === 0 ? <p className="quiet">这一步不由您办理。</p> : null}
      {forApplicant.length > 0 ? <h3 className="decision__group">代申请人办理</h3> : null}
      {cards(forApplicant)}
    </section>
  )
}
