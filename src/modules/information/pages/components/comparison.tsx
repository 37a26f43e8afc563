import { Fragment } from 'react'
import type { Output } from '../../../../web/api/portal-api.ts'
import { ScrollTable } from './scroll-table.tsx'

type Compared = Output<'policy.compare'>
type Part = Compared['changes'][number]['parts'][number]

const partKey = (part: Part, index: number) => `${index}${part.kind}`

/** Marks are read aloud too: what was removed, what was added. */
function PartText({ part }: { part: Part }) {
  if (part.kind === 'same') return <>{part.text}</>
  if (part.kind === 'added') {
    return (
      <ins>
        <span className="visually-hidden">（新增：</span>
        {part.text}
        <span className="visually-hidden">）</span>
      </ins>
    )
  }
  return (
    <del>
      <span className="visually-hidden">（删去：</span>
      {part.text}
      <span className="visually-hidden">）</span>
    </del>
  )
}

const Side = ({ parts, without }: { parts: readonly Part[]; without: Part['kind'] }) => {
  const shown = parts.filter((part) => part.kind !== without)
  if (shown.length === 0) return <span className="muted">（没有）</span>
  return shown.map((part, index) => (
    <Fragment key={partKey(part, index)}>
      <PartText part={part} />
    </Fragment>
  ))
}

function Inline({ changes }: Pick<Compared, 'changes'>) {
  return (
    <dl className="comparison">
      {changes.map(({ place, parts }) => (
        <div key={place}>
          <dt>{place}</dt>
          <dd>
            {parts.map((part, index) => (
              <PartText key={partKey(part, index)} part={part} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function SideBySide({ changes, from, to }: Pick<Compared, 'changes' | 'from' | 'to'>) {
  return (
    <ScrollTable says="左右对照">
      <table className="comparison-table">
        <thead>
          <tr>
            <th scope="col">位置</th>
            <th scope="col">第 {from} 版</th>
            <th scope="col">第 {to} 版</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ place, parts }) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              <td>
                <Side parts={parts} without="added" />
              </td>
              <td>
                <Side parts={parts} without="removed" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

/** How two versions differ, word by word: in one text, or side by side. */
export function ComparisonView({ compared, sideBySide }: { compared: Compared; sideBySide: boolean }) {
  const { changes, unchanged } = compared
  return (
    <>
      {changes.length === 0 ? <p>这两版的内容没有不同。</p> : null}
      {changes.length > 0 && sideBySide ? <SideBySide {...compared} /> : null}
      {changes.length > 0 && !sideBySide ? <Inline changes={changes} /> : null}
      {unchanged > 0 ? <p className="muted small">正文另有 {unchanged} 段没有变化，没有列出。</p> : null}
    </>
  )
}
