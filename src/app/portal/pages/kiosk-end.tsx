import { type LoaderFunctionArgs, redirect } from 'react-router'
import { callOperation, visitOf } from '../../../web/portal/visit.ts'

/** Ends the session on the server and leaves a clean kiosk behind; by a link, so that a script may replace the page with it. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { api, kiosk, traceId } = visitOf(context)
  if (!kiosk) throw redirect('/')
  if (api.session.kind !== 'anonymous') await callOperation(context, 'session.logOut', {}, { key: `kiosk-${traceId}` })
  const how = new URL(request.url).searchParams.has('idle') ? 'idle' : 'done'
  return redirect(`/kiosk?ended=${how}`, { status: 303, headers: { 'Clear-Site-Data': '"cache", "storage"' } })
}
