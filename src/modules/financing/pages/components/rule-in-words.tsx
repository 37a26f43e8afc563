interface Item {
  says: string
  basis: string
}

/** One printed rule taken apart again: what stands above the list, its numbered lines with their articles, what stands below. */
function readRule(text: string) {
  const lines = text.split('\n').map((line) => line.trim())
  const items: Item[] = []
  const above: string[] = []
  const below: string[] = []
  for (const line of lines) {
    const numbered = /^\d+\. (.+)$/.exec(line)?.[1]
    const last = items.at(-1)
    if (numbered) items.push({ says: numbered, basis: '' })
    else if (last && line.startsWith('依据:')) last.basis = line.slice('依据:'.length)
    else if (line) (items.length > 0 ? below : above).push(line)
  }
  return { above, items, below }
}

/** A rule in plain words, as the rule itself prints them; its articles are folded away beneath. */
export function RuleInWords({ text }: { text: string }) {
  const { above, items, below } = readRule(text)
  const bases = [...new Set(items.map((item) => item.basis).filter(Boolean))]
  return (
    <div className="prose">
      {above.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <ol>
        {items.map((item) => (
          <li key={item.says}>{item.says}</li>
        ))}
      </ol>
      {below.map((line) => (
        <p key={line}>
          <strong>{line}</strong>
        </p>
      ))}
      {bases.length > 0 ? (
        <details>
          <summary>各条的依据</summary>
          <ol>
            {items.map((item) => (
              <li key={item.says}>{item.basis}</li>
            ))}
          </ol>
        </details>
      ) : null}
    </div>
  )
}
