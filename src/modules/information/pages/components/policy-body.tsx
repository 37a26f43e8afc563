import type { Policy } from './policy-standing.tsx'

type Block = Policy['body'][number]

function TableBlock({ rows }: { rows: readonly (readonly string[])[] }) {
  const [head = [], ...others] = rows
  return (
    <div className="policy-table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not move
              <th scope="col" key={column}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {others.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not move
            <tr key={line}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not move
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function BlockPart({ block }: { block: Block }) {
  if (block.kind === 'heading') return <h3>{block.text}</h3>
  if (block.kind === 'paragraph') return <p>{block.text}</p>
  if (block.kind === 'table') return <TableBlock rows={block.rows ?? []} />
  const items = (block.items ?? []).map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not move
    <li key={index}>{item}</li>
  ))
  return block.kind === 'numbered' ? <ol>{items}</ol> : <ul>{items}</ul>
}

/** The text of a policy, block by block: the same for its readers and in the editors' preview. */
export function PolicyBody({ body }: { body: readonly Block[] }) {
  return (
    <div className="prose full-text">
      {body.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not move
        <BlockPart key={index} block={block} />
      ))}
    </div>
  )
}
