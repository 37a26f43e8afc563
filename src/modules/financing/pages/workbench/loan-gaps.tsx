import { paperFieldId } from '../../../../web/workbench/case/paper-upload.tsx'
import { fieldId } from '../../../../web/workbench/form/schema-field.tsx'
import type { LoanView } from './loan-view.ts'

const PAPERS = 'papers.'

const targetOf = (field: string) =>
  field.startsWith(PAPERS) ? paperFieldId(field.slice(PAPERS.length)) : fieldId(field)

/** Everything that is still missing, at once; each entry leads to where it is filled in. */
export function LoanGaps({ gaps }: Pick<LoanView, 'gaps'>) {
  if (gaps.length === 0) return <p className="gaps__none">都齐了。</p>
  return (
    <div className="gaps">
      <h3>还差 {gaps.length} 项</h3>
      <ul>
        {gaps.map((gap) => (
          <li key={gap.field}>
            <a
              href={`#${targetOf(gap.field)}`}
              onClick={(event) => {
                event.preventDefault()
                document.getElementById(targetOf(gap.field))?.focus()
              }}
            >
              {gap.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
