import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { renderToPipeableStream } from 'react-dom/server'
import { type EntryContext, type HandleErrorFunction, RouterContextProvider, ServerRouter } from 'react-router'
import type { Visit } from '../../web/api/portal-api.ts'
import { isInteractive } from '../../web/portal/interactive.ts'
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
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (!request.signal.aborted) visitOf(context).report(error)
}

const handlesOf = (entry: EntryContext) =>
  entry.staticHandlerContext.matches.map(({ route }) => entry.routeModules[route.id]?.handle)

function render(request: Request, entry: EntryContext, nonce: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(<ServerRouter context={entry} url={request.url} nonce={nonce} />, {
      nonce,
      onAllReady: () => text(pipe(new PassThrough())).then(resolve, reject),
      onShellError: reject,
    })
  })
}

/** Renders a page whole, so that it can carry its ETag; only an interactive one may run scripts. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const { nonce } = visitOf(context).api
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set('X-Portal-Scripts', isInteractive(handlesOf(entry)) ? 'nonce' : 'none')
  return new Response(await render(request, entry, nonce), { status, headers })
}
