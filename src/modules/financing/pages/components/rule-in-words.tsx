import { readPrintedRule } from './rule-lines.ts'

/** A rule as it prints itself in plain words; its articles are folded away beneath. */
export function RuleInWords({ text }: { text: string }) {
  const { title, conditions, grants } = readPrintedRule(text)
  return (
    <div className="prose">
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
