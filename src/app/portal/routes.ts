import { index, type RouteConfig, route } from '@react-router/dev/routes'
import { portalPages as financingPages } from '../../modules/financing/pages/pages.ts'
import { portalPages as informationPages } from '../../modules/information/pages/pages.ts'

/** Pages that a module brings along; `file` is relative to the module's folder. */
interface ModulePages {
  module: string
  pages: readonly { path: string; file: string }[]
}

const modules: ModulePages[] = [
  { module: 'information', pages: informationPages },
  { module: 'financing', pages: financingPages },
]

export default [
  index('pages/home.tsx'),
  route('login', 'pages/log-in.tsx'),
  route('logout', 'pages/log-out.tsx'),
  route('me', 'pages/me.tsx'),
  route('me/agencies', 'pages/agencies.tsx'),
  route('me/agencies/new', 'pages/agency-new.tsx'),
  route('me/agencies/:id', 'pages/agency.tsx'),
  route('me/file', 'pages/own-file.tsx'),
  route('me/file/copy', 'pages/own-copy.tsx'),
  route('papers/:id', 'pages/paper.tsx'),
  route('me/corrections/new', 'pages/correction-new.tsx'),
  route('corrections/:id', 'pages/correction.tsx'),
  route('corrections/:id/fill', 'pages/correction-fill.tsx'),
  route('corrections/:id/send', 'pages/correction-send.tsx'),
  route('corrections/:id/withdraw', 'pages/correction-withdraw.tsx'),
  route('me/erasure', 'pages/erasure.tsx'),
  route('me/looks', 'pages/who-looked.tsx'),
  route('me/notices', 'pages/notices.tsx'),
  route('me/ratings/:id', 'pages/own-rating.tsx'),
  route('rate/:token', 'pages/rate-here.tsx'),
  route('me/notice-settings', 'pages/notice-settings.tsx'),
  route('me/real-name', 'pages/real-name.tsx'),
  route('me/letters', 'pages/letters.tsx'),
  route('kiosk', 'pages/kiosk.tsx'),
  route('kiosk/end', 'pages/kiosk-end.tsx'),
  route('kiosk/phone', 'pages/kiosk-phone.tsx'),
  route('h/:code', 'pages/handover.tsx'),
  route('letters/verify', 'pages/letter-verify.tsx'),
  route('letters/:id', 'pages/letter.tsx'),
  route('me/sessions', 'pages/sessions.tsx'),
  route('me/consents', 'pages/consents.tsx'),
  route('consents/due', 'pages/consents-due.tsx'),
  route('consents/:purpose', 'pages/consent-text.tsx'),
  route('appearance', 'pages/appearance.tsx'),
  route('catalogue', 'pages/catalogue.tsx'),
  route('figures', 'pages/figures.tsx'),
  route('windows', 'pages/windows.tsx'),
  route('demo/mailbox', 'pages/demo-mailbox.tsx'),
  route('demo/accounts', 'pages/demo-accounts.tsx'),
  ...modules.flatMap(({ module, pages }) =>
    pages.map(({ path, file }) => route(path.replace(/^\//, ''), `../../modules/${module}/${file}`)),
  ),
] satisfies RouteConfig
