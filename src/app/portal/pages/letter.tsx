import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { LetterSheet } from '../../../web/case/letter-sheet.tsx'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { caseHref } from '../../../web/portal/case-href.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation, visitOf } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Day } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { QrCode } from '../../../web/ui/qr-code.tsx'

type Letter = Output<'letter.get'>

export const meta = ({ loaderData }: { loaderData?: { letter: Letter } }) =>
  pageMeta(loaderData?.letter.title ?? '文书', '文书全文、送达情况、救济期限和下载。')

/** Opening the page is how the letter is served online (送达): the first time is kept, later ones change nothing. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  requirePerson(context)
  const id = params.id ?? ''
  await callOperation(context, 'letter.recordOpening', { id }, { key: `letter-opening-${id}` })
  const [letter, { email }] = await Promise.all([
    callOperation(context, 'letter.get', { id }),
    callOperation(context, 'letter.getCopyAddress', {}),
  ])
  const { api, inWeChat } = visitOf(context)
  const { origin, searchParams } = new URL(request.url)
  const sent = searchParams.get('done') === 'sent'
  return { letter, email, inWeChat, sent, elsewhere: api.drawQr(`${origin}/letters/${id}`) }
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

/** 发到我的邮箱: one press where the address is known, else the way to where it is told. */
function Mailing({ email, refused }: { email: string | null; refused: RefusedForm | undefined }) {
  if (email === null) {
    return (
      <p>
        想发到邮箱？先<a href="/me/notice-settings">填写并核对邮箱</a>，再回到本页发送。
      </p>
    )
  }
  return (
    <form method="post">
      <IdempotencyKey />
      <FormProblem refused={refused} />
      <Buttons>
        <Button kind="plain">发到我的邮箱 {email}</Button>
      </Buttons>
    </form>
  )
}

interface CopiesProps {
  letter: Letter
  inWeChat: boolean
  elsewhere: { size: number; path: string }
  email: string | null
  refused: RefusedForm | undefined
}

function Copies({ letter, inWeChat, elsewhere, ...mailing }: CopiesProps) {
  return (
    <Card title="下载和打印">
      {inWeChat ? (
        <>
          <p>微信里不能下载文件。全文就在本页，可以直接查看、截图保存。</p>
          <Mailing {...mailing} />
          <p>也可以按右上角“…”，选“在浏览器打开”再下载；或者用另一台设备扫下面的码：</p>
        </>
      ) : (
        <>
          <p>
            <LinkButton href={`/api/v1/letters/${letter.id}/pdf`}>下载 PDF</LinkButton>
          </p>
          <Mailing {...mailing} />
          <p className="muted small">也可以在另一台设备上扫码打开：</p>
        </>
      )}
      <QrCode label="在另一台设备上打开这份文书，打开后需要登录" code={elsewhere} />
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
  const { letter, email, inWeChat, sent, elsewhere } = useLoaderData<typeof loader>()
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
          <Copies letter={letter} inWeChat={inWeChat} elsewhere={elsewhere} email={email} refused={refused} />
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
