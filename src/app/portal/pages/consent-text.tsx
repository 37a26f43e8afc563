import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { dateIn } from '../../../shared/dates.ts'
import type { Input } from '../../../web/api/portal-api.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { Paragraphs } from '../../../web/portal/paragraphs.tsx'
import { callOperation } from '../../../web/portal/visit.ts'
import { Day } from '../../../web/ui/day.tsx'

export const handle = { reading: true }

export const meta = ({ data }: { data?: { title: string } | undefined }) =>
  pageMeta(data?.title ?? '条款和说明', '使用启创前请看一看：服务怎样提供，个人信息怎样处理。')

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const version = new URL(request.url).searchParams.get('version')
  const purpose = params.purpose as Input<'consent.getText'>['purpose']
  return callOperation(context, 'consent.getText', { purpose, ...(version ? { version: Number(version) } : {}) })
}

export default function ConsentTextPage() {
  const { title, body, version, publishedAt } = useLoaderData<typeof loader>()
  return (
    <Page title={title}>
      <p className="meta">
        <span>第 {version} 版</span>
        <span>
          <Day date={dateIn(new Date(publishedAt))} /> 发布
        </span>
      </p>
      <Paragraphs text={body} />
    </Page>
  )
}
