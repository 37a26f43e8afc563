import type { Problem } from '../api/portal-api.ts'
import { Banner } from '../ui/banner.tsx'
import { Buttons, LinkButton } from '../ui/button.tsx'
import { Page } from './page.tsx'

interface Words {
  title: string
  detail: string
}

const fallbacks: Record<number, Words> = {
  403: { title: '您不能查看这一页', detail: '这件事由别的角色办理。如果您有另一个账号，请退出后换账号登录。' },
  404: { title: '没有找到这一页', detail: '可能是地址有误，也可能这一页已经搬走。可以回首页，或者搜索您要找的内容。' },
  405: { title: '这里不接受提交', detail: '请从首页重新进入，再用页面上的表单提交。' },
  500: {
    title: '这一页暂时打不开',
    detail: '是我们这边出了问题，已经记录下来。您填写并保存过的内容都在。请过几分钟再试，或致电服务窗口办理。',
  },
  503: { title: '服务正在忙或正在维护', detail: '您填写并保存过的内容都在，请过一两分钟再试。' },
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && typeof (value as Problem).title === 'string'

function wordsFor(status: number, problem: unknown): Words {
  if (isProblem(problem)) return { title: problem.title, detail: problem.detail ?? '' }
  return fallbacks[status] ?? (status >= 500 ? fallbacks[500] : fallbacks[404]) ?? { title: '', detail: '' }
}

/** What was refused or went wrong, why, and the way on; the trace id only for faults of ours, to be read out on the phone. */
export function ErrorPage({
  status,
  problem,
  traceId,
}: {
  status: number
  problem: unknown
  traceId?: string | undefined
}) {
  const { title, detail } = wordsFor(status, problem)
  const trace = isProblem(problem) ? (problem.traceId ?? traceId) : traceId
  return (
    <Page title={title}>
      <title>{`${title} - 启创`}</title>
      {detail ? <p className="prose">{detail}</p> : null}
      {status >= 500 && trace ? (
        <Banner kind="info" title="需要帮助时，请报这个编号">
          <p>
            <code>{trace}</code>
          </p>
        </Banner>
      ) : null}
      <Buttons>
        <LinkButton href="/">回首页</LinkButton>
        <LinkButton kind="plain" href="/search">
          搜索
        </LinkButton>
        <LinkButton kind="plain" href="/windows">
          找服务窗口
        </LinkButton>
      </Buttons>
    </Page>
  )
}
