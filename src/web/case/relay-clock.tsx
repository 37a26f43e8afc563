import { formatInstant } from '../../shared/dates.ts'
import type { Output } from '../api/portal-api.ts'

type Relayed = Pick<Output<'loan.get'>, 'relay' | 'first'>
type RelayLeg = Relayed['relay'][number]

/** Who held it, in the words of whoever may know them: names are there for staff alone. */
function sayHolder({ holder, office, person, deputyFor }: RelayLeg, applicant: string): string {
  if (holder === 'applicant') return applicant
  const who = person ? (deputyFor ? `${person}（代${deputyFor}）` : person) : null
  return [office ?? '经办机构', who].filter(Boolean).join(' · ')
}

/** The relay clock (办件接力) as a table: who had it, for what, from when, and the working days each used. */
export function RelayClock({ relay, first, applicant }: Relayed & { applicant: string }) {
  const office = first?.office
  return (
    <>
      {office ? (
        <p>
          首问负责：<strong>{[office, first?.person].filter(Boolean).join(' · ')}</strong>
          ，从头到尾由这里负责答复。
        </p>
      ) : null}
      <table className="relay">
        <thead>
          <tr>
            <th scope="col">在谁手里</th>
            <th scope="col">环节</th>
            <th scope="col">从什么时候</th>
            <th scope="col">用了</th>
          </tr>
        </thead>
        <tbody>
          {relay.map((leg) => (
            <tr key={leg.sequence} className={leg.until === null ? 'relay__now' : undefined}>
              <td>
                {sayHolder(leg, applicant)}
                {leg.until === null ? <span className="relay__mark">现在</span> : null}
                {leg.endedBy ? <span className="relay__note">由{leg.endedBy}接办</span> : null}
                {leg.reason ? <span className="relay__note">{leg.reason}</span> : null}
              </td>
              <td>
                {leg.stateLabel}
                {leg.holder === 'office' ? <span className="relay__note">{leg.causeLabel}</span> : null}
              </td>
              <td>
                <time dateTime={leg.since}>{formatInstant(new Date(leg.since))}</time>
              </td>
              <td className="relay__days">{leg.workdays} 个工作日</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
