import { type CalendarDate, formatFull } from '../../shared/dates.ts'
import type { Output } from '../api/portal-api.ts'
import { Facts } from '../ui/facts.tsx'
import './letter.css'

type Content = Output<'letter.get'>['content']
type Block = Content['blocks'][number]

function Table({ head, rows }: Extract<Block, { block: 'table' }>) {
  return (
    <table className="letter__table">
      <thead>
        <tr>
          {head.map((text) => (
            <th key={text} scope="col">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.join()}>
            {row.map((text, index) => (
              <td key={head[index]} data-head={head[index]}>
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Part({ part }: { part: Block }) {
  if (part.block === 'paragraph') return <p className="letter__text">{part.text}</p>
  if (part.block === 'facts') return <Facts items={part.items} />
  return <Table {...part} />
}

/** A numbered paper (文书) on a page, readable on a phone: the same words in the same order as on its print. */
export function LetterSheet({ content }: { content: Content }) {
  const { office, blocks, appeal } = content
  return (
    <article className="letter" aria-labelledby="letter-title">
      <p className="letter__office">{office.name}</p>
      <p className="letter__number">{content.number}</p>
      <h2 id="letter-title" className="letter__title">
        {content.title}
      </h2>
      <p>{content.addressee}：</p>
      {blocks.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a letter is never changed, so its parts keep their places
        <Part key={index} part={part} />
      ))}
      {appeal.map((text) => (
        <p key={text} className="letter__text">
          {text}
        </p>
      ))}
      <div className="letter__closing">
        <p>{office.name}</p>
        <p>
          <time dateTime={content.issuedOn}>{formatFull(content.issuedOn as CalendarDate)}</time>
        </p>
        <p className="letter__seal">（印章处）{content.invented ? '演示' : ''}</p>
      </div>
      <p className="letter__contact">
        {office.address} · 电话：{office.phone} · {office.hours}
      </p>
    </article>
  )
}
