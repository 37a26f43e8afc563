import type { ReactNode } from 'react'
import {
  isRouteErrorResponse,
  Links,
  type LoaderFunctionArgs,
  Meta,
  Outlet,
  Scripts,
  useLocation,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from 'react-router'
import { ActingBand } from '../../web/portal/acting-band.tsx'
import { usualAppearance } from '../../web/portal/appearance.ts'
import { ErrorPage } from '../../web/portal/error-page.tsx'
import { Footing } from '../../web/portal/footing.tsx'
import { KioskBar } from '../../web/portal/kiosk-bar.tsx'
import { Masthead } from '../../web/portal/masthead.tsx'
import { hasHandle } from '../../web/portal/page-handle.ts'
import { visitOf } from '../../web/portal/visit.ts'
import '../../web/ui/tokens.css'
import '../../web/ui/ground.css'
import '../../web/ui/shell.css'
import '../../web/ui/components.css'
import '../../web/ui/forms.css'
import '../../web/ui/elder.css'
import '../../web/case/case.css'
import '../../web/ui/kiosk.css'
import './pages/pages.css'

export function loader({ context }: LoaderFunctionArgs) {
  const { api, traceId, appearance, kiosk } = visitOf(context)
  const { acting, lapsed } = api.session
  return {
    demo: api.demo,
    traceId,
    appearance,
    acting: acting?.name ?? null,
    lapsed,
    kiosk: kiosk && { ...kiosk, nonce: api.nonce },
  }
}

/** The sheet around every page; scripts only where the page asks for them. */
export function Layout({ children }: { children: ReactNode }) {
  const shell = useRouteLoaderData<typeof loader>('root')
  const { pathname, search } = useLocation()
  const { size, contrast, theme } = shell?.appearance ?? usualAppearance
  const interactive = hasHandle(
    useMatches().map((match) => match.handle),
    'interactive',
  )
  return (
    <html
      lang="zh-CN"
      data-size={size}
      data-contrast={contrast}
      data-theme={theme}
      data-kiosk={shell?.kiosk ? '' : undefined}
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <Meta />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Links />
      </head>
      <body>
        <a className="skip" href="#main">
          跳到正文
        </a>
        <Masthead path={pathname} here={pathname + search} size={size} />
        {shell?.kiosk ? <KioskBar path={pathname} {...shell.kiosk} /> : null}
        <ActingBand name={shell?.acting ?? null} lapsed={shell?.lapsed ?? false} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <Footing demo={shell?.demo ?? false} here={pathname + search} />
        {interactive ? <Scripts /> : null}
      </body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  const shell = useRouteLoaderData<typeof loader>('root')
  const { status, data } = isRouteErrorResponse(error) ? error : { status: 500, data: undefined }
  return <ErrorPage status={status} problem={data} traceId={shell?.traceId} />
}
