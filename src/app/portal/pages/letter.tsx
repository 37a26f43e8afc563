import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { Copies } from '../../../web/case/copies.tsx'
import { LetterSheet } from '../../../web/case/letter-sheet.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { caseHref } from '../../../web/portal/case-href.ts'
import { findElsewhere } from '../../../web/portal/elsewhere.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Day } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'

type Letter = Output<'letter.get'>

export const meta = ({ loaderData }: { loaderData?: { letter: Letter } }) =>
  pageMeta(loaderData?.letter.title ?? '文书', '文书全文、送达情况、救济期限和下载。')

/** Opening the page is how the letter is served online (送达): the first time is kept, later ones change nothing. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  requirePerson(context)
  const id = params.id ?? ''
  await callOperation(context, 'letter.recordOpening', { id }, { key: `letter-opening-${id}` })
  const letter = await callOperation(context, 'letter.get', { id })
  const sent = new URL(request.url).searchParams.get('done') === 'sent'
  return { letter, sent, ...(await findElsewhere({ request, context })) }
}

/** Has the letter sent to the reader's own confirmed address. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const id = params.id ?? ''
  const outcome = await tryOperation(context, 'letter.sendCopy', { id }, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/letters/${id}?done=sent`, 303)
}

function Appeal({ letter }: { letter: Letter }) {
  if (!letter.appeal) return null
  return (
    <Banner kind="warn" title="不服这个决定的，请注意期限">
      <p>
        申请行政复议，最晚 <Day date={letter.appeal.reviewBy} weekday />
        ；提起行政诉讼，最晚 <Day date={letter.appeal.suitBy} weekday />。
      </p>
      <p className="muted small">从送达的次日起计算，最后一天是节假日的顺延。有疑问请打文书上的电话。</p>
    </Banner>
  )
}

function Servings({ letter }: { letter: Letter }) {
  return (
    <Card title="送达情况">
      <ul className="rows">
        {letter.servings.map((one) => (
          <li key={one.recordedAt}>
            <Day date={one.servedOn} /> {one.wayLabel}
            {one.receipt ? <p className="muted small">{one.receipt}</p> : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Proof({ letter }: { letter: Letter }) {
  const query = new URLSearchParams({ number: letter.number, code: letter.checkCode })
  return (
    <Card title="核验">
      <Facts
        items={[
          { term: '编号', value: letter.number },
          { term: '校验码', value: letter.checkCode },
        ]}
      />
      <p>
        <a href={`/letters/verify?${query}`}>核验这份文书</a>
      </p>
    </Card>
  )
}

/** One numbered paper (文书): its words, how it was served, until when it may be appealed against, and its copies. */
export default function LetterPage() {
  const { letter, sent, ...elsewhere } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title={letter.title}
      trail={[
        { title: '我的', href: '/me' },
        { title: `办件 ${letter.content.caseNumber}`, href: caseHref({ service: letter.service, id: letter.caseId }) },
      ]}
      aside={
        <>
          <Copies
            {...elsewhere}
            what="这份文书"
            href={`/api/v1/letters/${letter.id}/pdf`}
            download="下载 PDF"
            viewable="全文就在本页，可以直接查看、截图保存。"
            refused={refused}
          />
          <Servings letter={letter} />
          <Proof letter={letter} />
        </>
      }
    >
      {sent ? (
        <Banner kind="good" title="已经发往您的邮箱">
          <p>几分钟内会收到，文书的 PDF 在附件里。没有收到的，请看一看垃圾邮件。</p>
        </Banner>
      ) : null}
      <Appeal letter={letter} />
      <LetterSheet content={letter.content} />
    </Page>
  )
}
