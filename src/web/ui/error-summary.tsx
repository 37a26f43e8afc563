import { fieldId } from './field.tsx'
import { Sign } from './sign.tsx'

export interface SummarisedError {
  field: string
  message: string
}

/** Everything that is wrong with a form, at its head, each leading to its field. Nothing when nothing is wrong. */
export function ErrorSummary({
  errors,
  title = '有几处需要改一下',
}: {
  errors: readonly SummarisedError[]
  title?: string
}) {
  if (errors.length === 0) return null
  return (
    <div className="banner banner--bad" role="alert">
      <Sign tone="bad" />
      <div className="banner__body">
        <p className="banner__title">{title}</p>
        <ul className="banner__list">
          {errors.map((error) => (
            <li key={`${error.field}${error.message}`}>
              <a href={`#${fieldId(error.field)}`}>{error.message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
