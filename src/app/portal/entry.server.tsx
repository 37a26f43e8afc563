import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { renderToPipeableStream } from 'react-dom/server'
import {
  type EntryContext,
  type HandleErrorFunction,
  isRouteErrorResponse,
  RouterContextProvider,
  ServerRouter,
} from 'react-router'
import type { Visit } from '../../web/api/portal-api.ts'
import { hasHandle } from '../../web/portal/page-handle.ts'
import { visitContext, visitOf } from '../../web/portal/visit.ts'

// The server makes its handler and its contexts from this bundle's own router: a second copy would not know them.
export { createRequestHandler } from 'react-router'

/** Puts a request's visit where loaders and actions find it. */
export function makeContext(visit: Visit): RouterContextProvider {
  const context = new RouterContextProvider()
  context.set(visitContext, visit)
  return context
}

/** Faults of pages go to the server's log; what a visitor sees of them says nothing of the inside. */
export const handleError: HandleErrorFunction = (error, { context }) => {
  const isTheirs = isRouteErrorResponse(error) && error.status < 500
  if (!isTheirs) visitOf(context).report(error)
}

function render(request: Request, entry: EntryContext, nonce: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(<ServerRouter context={entry} url={request.url} nonce={nonce} />, {
      nonce,
      onAllReady: () => text(pipe(new PassThrough())).then(resolve, reject),
      onShellError: reject,
    })
  })
}

/**
 * Renders a page whole, so that it can carry an ETag. An interactive page may run the scripts that carry its nonce, and is
 * never cached for that reason; a reading page is, for a reader who is not logged in.
 */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const { api, kiosk } = visitOf(context)
  const { nonce, session } = api
  const handles = entry.staticHandlerContext.matches.map(({ route }) => entry.routeModules[route.id]?.handle)
  headers.set('Content-Type', 'text/html; charset=utf-8')
  if (kiosk || hasHandle(handles, 'interactive')) headers.set('X-Script-Nonce', nonce)
  else if (hasHandle(handles, 'reading') && session.kind === 'anonymous' && status === 200) {
    headers.set('Cache-Control', 'public, max-age=60, stale-while-revalidate=600')
  }
  return new Response(await render(request, entry, nonce), { status, headers })
}
