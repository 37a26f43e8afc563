import type { Policy } from './policy-standing.tsx'
import { ScrollTable } from './scroll-table.tsx'

type Block = Policy['body'][number]

function TableBlock({ rows, place }: { rows: readonly (readonly string[])[]; place: number }) {
  const [head = [], ...others] = rows
  return (
    <ScrollTable says={`正文第 ${place} 段的表格`}>
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
    </ScrollTable>
  )
}

function BlockPart({ block, place }: { block: Block; place: number }) {
  if (block.kind === 'heading') return <h3>{block.text}</h3>
  if (block.kind === 'paragraph') return <p>{block.text}</p>
  if (block.kind === 'table') return <TableBlock rows={block.rows ?? []} place={place} />
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
        <BlockPart key={index} block={block} place={index + 1} />
      ))}
    </div>
  )
}
