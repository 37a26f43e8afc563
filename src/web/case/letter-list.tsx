import type { Output } from '../api/portal-api.ts'
import { Day } from '../ui/day.tsx'
import './letter.css'

export type LetterItem = Output<'letter.find'>['items'][number]

/** The numbered papers (文书) of a case, or of a person: what each is, its number and day, and when it was served. */
export function LetterList({ letters }: { letters: readonly LetterItem[] }) {
  return (
    <ul className="rows letters">
      {letters.map((letter) => (
        <li key={letter.id}>
          <a href={`/letters/${letter.id}`}>{letter.title}</a>
          <p className="muted small">
            {letter.number} · <Day date={letter.issuedOn} />
          </p>
          <p className="muted small">
            {letter.servedOn ? (
              <>
                <Day date={letter.servedOn} /> 送达
              </>
            ) : (
              '还没有查看'
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}
