import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseFaults, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { findRatingFaults, RatingForm, readRating } from '../../../web/portal/rating-form.tsx'
import { callOperation, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'

export const meta = () => pageMeta('当场评价', '说说这件事办得怎么样，不用登录。')

export const loader = ({ params, context }: LoaderFunctionArgs) =>
  callOperation(context, 'rating.getByCode', { token: params.token ?? '' })

export async function action({ request, params, context }: ActionFunctionArgs) {
  const posted = await readForm(request)
  const token = params.token ?? ''
  const faults = findRatingFaults(posted)
  if (faults.length > 0) return refuseFaults(posted, faults)
  const input = { token, ...readRating(posted) }
  const outcome = await tryOperation(context, 'rating.giveByCode', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/rate/${token}`, 303)
}

/** The page that a clerk turns round, or that a telephone opens by the QR code. */
export default function RateHere() {
  const { serviceLabel, number, office, rated } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title={rated ? '谢谢您的评价' : '请您评价'}
      lead={`${serviceLabel}（${number}）${office ? `，经办：${office}` : ''}`}
    >
      {rated ? (
        <Banner kind="good" title="评价已收到" announce>
          <p>不满意的，管理员会联系您，并把处理结果告诉您。可以把屏幕交还给工作人员了。</p>
        </Banner>
      ) : (
        <RatingForm refused={refused} />
      )}
    </Page>
  )
}
