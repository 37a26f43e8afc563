import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { Copies } from '../../../web/case/copies.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { findElsewhere } from '../../../web/portal/elsewhere.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'

export const meta = () => pageMeta('档案副本', '下载平台知道的您的全部信息，或者发到自己的邮箱。')

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const sent = new URL(request.url).searchParams.get('done') === 'sent'
  return { sent, ...(await findElsewhere({ request, context })) }
}

/** Has the copy sent to the person's own confirmed address. */
export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const outcome = await tryOperation(context, 'person.sendOwnCopy', {}, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect('/me/file/copy?done=sent', 303)
}

/** The copy of one's own file (档案副本): what it holds, and the ways to it. */
export default function OwnCopy() {
  const { sent, ...elsewhere } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title="档案副本"
      trail={[
        { title: '我的', href: '/me' },
        { title: '我的档案', href: '/me/file' },
      ]}
      lead="平台知道的您的全部信息，连同您交过的材料，装在一个文件里，归您自己保存。"
    >
      {sent ? (
        <Banner kind="good" title="已经发往您的邮箱">
          <p>几分钟内会收到，副本在附件里。没有收到的，请看一看垃圾邮件。</p>
        </Banner>
      ) : null}
      <p className="prose">
        副本是一个 tar 文件，解开后打开 file.html 就能看，file.json 是同样的内容，papers
        文件夹里是材料。里面有您完整的证件号码，请妥善保管，不要转发。
      </p>
      <Copies
        {...elsewhere}
        title="取得副本"
        what="这个页面"
        href="/api/v1/me/file/copy"
        download="下载全部档案（含材料）"
        viewable="您的信息可以在“我的档案”里直接查看。"
        refused={refused}
      />
    </Page>
  )
}
