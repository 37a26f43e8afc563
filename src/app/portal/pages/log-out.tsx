import { type ActionFunctionArgs, redirect } from 'react-router'
import { readForm } from '../../../web/forms/posted.ts'
import { callOperation } from '../../../web/portal/visit.ts'

/** Logging out is a post; who comes by a link finds the way back to their own page. */
export const loader = () => redirect('/me')

export async function action({ request, context }: ActionFunctionArgs) {
  const posted = await readForm(request)
  const { provider } = await callOperation(context, 'session.logOut', {}, { key: posted.key })
  return redirect(provider === null ? '/' : `/login?left&sso=${provider}`, 303)
}
