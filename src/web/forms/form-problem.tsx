import { Banner } from '../ui/banner.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import type { RefusedForm } from './refused-form.ts'

/** At the head of a form that was refused: each field's fault with a link to it, or the sentence that says why and what to do. */
export function FormProblem({ refused }: { refused: RefusedForm | undefined }) {
  if (!refused) return null
  const { title, detail, errors = [] } = refused.problem
  if (errors.length > 0) return <ErrorSummary title={title} errors={errors} />
  return (
    <Banner kind="bad" title={title} announce>
      {detail ? <p>{detail}</p> : null}
    </Banner>
  )
}
