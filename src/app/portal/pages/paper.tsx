import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { Copies } from '../../../web/case/copies.tsx'
import { sizeInWords } from '../../../web/case/paper-cards.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { caseHref } from '../../../web/portal/case-href.ts'
import { findElsewhere } from '../../../web/portal/elsewhere.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Instant } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'

type Paper = Output<'paper.get'>

export const meta = () => pageMeta('一份材料', '查看上传过的材料，下载，或者发到自己的邮箱。')

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  requirePerson(context)
  const paper = await callOperation(context, 'paper.get', { id: params.id ?? '' })
  const sent = new URL(request.url).searchParams.get('done') === 'sent'
  return { paper, sent, ...(await findElsewhere({ request, context })) }
}

/** Has the paper sent to the reader's own confirmed address. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const id = params.id ?? ''
  const outcome = await tryOperation(context, 'paper.sendCopy', { id }, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/papers/${id}?done=sent`, 303)
}

const contentHref = ({ id }: Paper) => `/api/v1/papers/${id}/content`

const isPicture = ({ mediaType }: Paper) => mediaType.startsWith('image/')

/** A picture is shown; what a browser may not show in a page is only named. */
function Content({ paper }: { paper: Paper }) {
  if (isPicture(paper)) return <img className="paper-picture" src={contentHref(paper)} alt={`材料：${paper.name}`} />
  return (
    <Card title="PDF 文件">
      <p>这份材料是 PDF，要下载以后用手机或电脑上的阅读软件打开。</p>
    </Card>
  )
}

/** One paper (材料): a picture to look at, and the ways to the file. */
export default function PaperPage() {
  const { paper, sent, ...elsewhere } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  const inCase = paper.case && { title: `办件 ${paper.case.number}`, href: caseHref(paper.case) }
  return (
    <Page
      title={paper.kindLabel}
      trail={[{ title: '我的', href: '/me' }, ...(inCase ? [inCase] : [{ title: '我的档案', href: '/me/file' }])]}
      aside={
        <Copies
          {...elsewhere}
          title="下载"
          what="这份材料"
          href={contentHref(paper)}
          download="下载文件"
          viewable={
            isPicture(paper) ? '图片就在本页，可以直接查看、长按保存。' : '可以发到邮箱，或者换一个浏览器打开。'
          }
          refused={refused}
        />
      }
    >
      {sent ? (
        <Banner kind="good" title="已经发往您的邮箱">
          <p>几分钟内会收到，文件在附件里。没有收到的，请看一看垃圾邮件。</p>
        </Banner>
      ) : null}
      <Card>
        <Facts
          items={[
            { term: '文件', value: paper.name },
            { term: '大小', value: sizeInWords(paper.size) },
            { term: '上传时间', value: <Instant at={paper.uploadedAt} /> },
          ]}
        />
      </Card>
      <Content paper={paper} />
    </Page>
  )
}
