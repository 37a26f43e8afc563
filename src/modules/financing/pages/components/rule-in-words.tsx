import type { Output } from '../../../../web/api/portal-api.ts'

type RuleOutline = Output<'loan.getGuide'>['rule']

/** A rule in plain words; its articles are folded away beneath. */
export function RuleInWords({ rule }: { rule: RuleOutline }) {
  const { title, conditions, grants, local } = rule
  return (
    <div className="prose">
      {local ? (
        <p>
          <strong>{local}。</strong>
        </p>
      ) : null}
      <p>下面各条都要符合：</p>
      <ol>
        {conditions.map(({ says }) => (
          <li key={says}>{says}</li>
        ))}
      </ol>
      <p>
        <strong>{grants.join('，')}。</strong>
      </p>
      <details>
        <summary>依据哪些文件</summary>
        <p className="muted small">{title}</p>
        <ol className="small">
          {conditions.map(({ says, basis }) => (
            <li key={says}>{basis}</li>
          ))}
        </ol>
      </details>
    </div>
  )
}
