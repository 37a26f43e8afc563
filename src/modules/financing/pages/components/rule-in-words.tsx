interface Condition {
  says: string
  basis: string
}

const BASIS = /^依据[:：](.+)$/
const NUMBERED = /^\d+\. (.+)$/

/** A printed rule read line by line: its title, its numbered conditions with the article under each, and what it grants. */
function readLines(text: string) {
  const [title = '', , ...lines] = text.split('\n').map((line) => line.trim())
  const conditions: Condition[] = []
  const grants: string[] = []
  for (const line of lines) {
    const says = NUMBERED.exec(line)?.[1]
    const basis = BASIS.exec(line)?.[1]
    const last = conditions.at(-1)
    if (says) conditions.push({ says, basis: '' })
    else if (basis && last) last.basis = basis
    else if (line) grants.push(line)
  }
  return { title, conditions, grants }
}

/** A rule as it prints itself in plain words; its articles are folded away beneath. */
export function RuleInWords({ text }: { text: string }) {
  const { title, conditions, grants } = readLines(text)
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
