import { Day } from '../../../../web/ui/day.tsx'
import { type PolicyItem, PolicyStanding } from './policy-standing.tsx'

/** When a policy was issued, and from when until when it holds. */
function Dates({ policy }: { policy: PolicyItem }) {
  return (
    <p className="muted small">
      <Day date={policy.issuedOn} />
      发布，
      <Day date={policy.effectiveOn} />
      起施行
      {policy.expiresOn ? (
        <>
          ，有效至
          <Day date={policy.expiresOn} />
        </>
      ) : null}
    </p>
  )
}

/** One policy in a list: what it is called, who it is for, who issued it, and whether it holds. */
export function PolicyRow({ policy }: { policy: PolicyItem }) {
  return (
    <article className="policy-row">
      <div className="policy-row__head">
        <h2 className="policy-row__title">
          <a href={`/policies/${policy.slug}`}>{policy.title}</a>
        </h2>
        <PolicyStanding policy={policy} />
      </div>
      <p className="policy-row__who">{policy.who}</p>
      <p className="muted small">{[policy.number, policy.issuer, policy.topicLabel].filter(Boolean).join(' · ')}</p>
      <Dates policy={policy} />
    </article>
  )
}
