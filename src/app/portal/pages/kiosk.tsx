import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { visitOf } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'

export const meta = () => pageMeta('自助终端', '在大厅的自助终端上查政策、查条件、办事、查进度。')

const cookieOf = (request: Request, on: boolean) =>
  [
    `qichuang_kiosk=${on ? '1' : ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(on ? [] : ['Max-Age=0']),
    ...(new URL(request.url).protocol === 'https:' ? ['Secure'] : []),
  ].join('; ')

/** Whoever opens this page makes their browser a kiosk, until it is told otherwise; it gives nobody any right. */
export function loader({ request, context }: LoaderFunctionArgs) {
  const { api, kiosk } = visitOf(context)
  const query = new URL(request.url).searchParams
  if (query.has('leave')) {
    api.cookies.push(cookieOf(request, false))
    throw redirect('/')
  }
  if (!kiosk) {
    api.cookies.push(cookieOf(request, true))
    throw redirect('/kiosk')
  }
  return { ended: query.get('ended'), person: api.session.kind === 'person' }
}

const doors = [
  { href: '/policies', title: '查政策', says: '有什么支持，谁能享受' },
  { href: '/eligibility/guaranteed-loan', title: '看我合不合条件', says: '答几个问题，不用登录' },
  { href: '/services/guaranteed-loan', title: '办创业担保贷款', says: '带什么、怎么办、办多久' },
  { href: '/me', title: '查进度、取文书', says: '用手机号登录' },
  { href: '/windows', title: '找窗口', says: '地址、电话、接待时间' },
  { href: '/letters/verify', title: '文书核验', says: '凭编号和校验码' },
]

export default function Kiosk() {
  const { ended, person } = useLoaderData<typeof loader>()
  return (
    <Page title="您想办什么？" lead="按一下要办的事。离开前请按“结束并清除”，没有人操作时会自动清除。" wide>
      {ended === null ? null : (
        <Banner kind="good" title={ended === 'idle' ? '太久没有操作，已经退出并清除' : '已经退出并清除'} announce>
          <p>这台机器上没有留下您的内容。保存过的草稿还在，登录后接着填。</p>
        </Banner>
      )}
      <ul className="kiosk-doors">
        {doors.map(({ href, title, says }) => (
          <li key={href}>
            <a href={href}>
              <strong>{title}</strong>
              <span>{says}</span>
            </a>
          </li>
        ))}
      </ul>
      {person ? null : (
        <p className="muted small">
          <a href="/kiosk?leave">这不是自助终端，恢复普通页面</a>
        </p>
      )}
    </Page>
  )
}
