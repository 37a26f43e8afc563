import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { MOST_WORDS } from '../../../kernel/ratings/schema.ts'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseFaults, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { findRatingFaults, RatingForm, readRating } from '../../../web/portal/rating-form.tsx'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, Buttons } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Day, Instant } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { TextAreaField } from '../../../web/ui/text-area-field.tsx'

export const meta = () => pageMeta('评价服务', '说说这件事办得怎么样，看看对您意见的回复。')

type Own = Output<'rating.getOwn'>
type Rating = NonNullable<Own['rating']>

const done: Readonly<Record<string, string>> = {
  rated: '谢谢，您的评价已收到',
  added: '补充的话已收到',
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const own = await callOperation(context, 'rating.getOwn', { id: params.id ?? '' })
  return { own, says: done[new URL(request.url).searchParams.get('done') ?? ''] ?? null }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const id = params.id ?? ''
  const isAddition = posted.values.act === 'add'
  const faults = isAddition ? [] : findRatingFaults(posted)
  if (faults.length > 0) return refuseFaults(posted, faults)
  const outcome = isAddition
    ? await tryOperation(context, 'rating.add', { id, words: posted.text('words') ?? '' }, { key: posted.key })
    : await tryOperation(context, 'rating.give', { id, ...readRating(posted) }, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/me/ratings/${id}?done=${isAddition ? 'added' : 'rated'}`, 303)
}

function Given({ rating }: { rating: Rating }) {
  return (
    <Card title="您的评价">
      <Facts
        items={[
          { term: '满意程度', value: `${rating.starsWord}（${rating.stars} 星）` },
          ...(rating.tags.length > 0 ? [{ term: '哪些方面', value: rating.tags.join('、') }] : []),
          ...(rating.words ? [{ term: '想说的话', value: <span className="kept-lines">{rating.words}</span> }] : []),
          ...(rating.additions.length > 0
            ? [{ term: '补充的话', value: <span className="kept-lines">{rating.additions.join('\n')}</span> }]
            : []),
          { term: '评价时间', value: <Instant at={rating.givenAt} /> },
        ]}
      />
    </Card>
  )
}

function Reply({ answer }: { answer: NonNullable<Rating['answer']> }) {
  if (!answer.reply || !answer.repliedAt) {
    return (
      <Banner kind="info" title="管理员会联系您">
        <p>
          最晚 <Day date={answer.dueOn} weekday /> 前联系您并回复。结果会显示在这里，也会通知您。
        </p>
      </Banner>
    )
  }
  return (
    <Card title="对您意见的回复">
      <p className="kept-lines">{answer.reply}</p>
      <Facts
        items={[
          { term: '处理结果', value: answer.result },
          { term: '回复时间', value: <Instant at={answer.repliedAt} /> },
        ]}
      />
    </Card>
  )
}

function AddForm({ refused }: { refused: RefusedForm | undefined }) {
  return (
    <form className="form" method="post" noValidate>
      <IdempotencyKey />
      <input type="hidden" name="act" value="add" />
      <FormProblem refused={refused} />
      <TextAreaField
        label="补充的话"
        name="words"
        maxLength={MOST_WORDS}
        hint="评价不能改，还想说的写在这里，最多补充 3 次。"
        defaultValue={refused?.values.words}
        error={errorsByField(refused).words}
        required
      />
      <Buttons>
        <Button kind="plain">提交补充</Button>
      </Buttons>
    </form>
  )
}

function Matter({ own, refused }: { own: Own; refused: RefusedForm | undefined }) {
  if (!own.rating) {
    return own.closed ? (
      <Banner kind="info" title="评价的时间已经过了">
        <p>办完后 30 天内可以评价。还有意见的，请到窗口或致电窗口反映。</p>
      </Banner>
    ) : (
      <RatingForm refused={refused} />
    )
  }
  return (
    <>
      <Given rating={own.rating} />
      {own.rating.answer ? <Reply answer={own.rating.answer} /> : null}
      {own.closed || own.rating.additions.length >= 3 ? null : <AddForm refused={refused} />}
    </>
  )
}

export default function OwnRating() {
  const { own, says } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title={own.rating ? '评价和回复' : '请您评价'}
      trail={[{ title: '我的', href: '/me' }]}
      lead={`${own.serviceLabel}（${own.number}）${own.office ? `，经办：${own.office}` : ''}`}
    >
      {says && !refused ? <Banner kind="good" title={says} announce /> : null}
      <Matter own={own} refused={refused} />
    </Page>
  )
}
