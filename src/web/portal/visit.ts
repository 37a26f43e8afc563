import { createContext, data, type RouterContextProvider, redirect } from 'react-router'
import type {
  Input,
  OperationName,
  Outcome,
  Output,
  Refused,
  RunOptions,
  SessionView,
  Upload,
  Visit,
} from '../api/portal-api.ts'

/** Where the server puts the request's visit, and loaders and actions find it. */
export const visitContext = createContext<Visit>()

type Context = Readonly<RouterContextProvider>

export const visitOf = (context: Context): Visit => context.get(visitContext)

export const sessionOf = (context: Context): SessionView => visitOf(context).api.session

/** The log-in page, which leads back to `path` afterwards. */
export const logInHref = (path: string) => `/login?next=${encodeURIComponent(path)}`

/** Where a person reads what they have not agreed to yet, and comes back from. */
const consentHref = (path: string) => `/consents/due?next=${encodeURIComponent(path)}`

/**
 * Gives the session of a person who is logged in; anyone else is sent to log in and comes back here. Whoever has terms to agree
 * to reads those first.
 */
export function requirePerson(context: Context): SessionView {
  const { api, path } = visitOf(context)
  if (api.session.kind !== 'person') throw redirect(logInHref(path))
  if (api.session.consentDue) throw redirect(consentHref(path))
  return api.session
}

/** Runs an operation and gives what came of it, refusals included: for forms, which show them beside their fields. */
export function tryOperation<Name extends OperationName>(
  context: Context,
  name: Name,
  input: Input<Name>,
  options?: RunOptions,
): Promise<Outcome<Output<Name>>> {
  return visitOf(context).api.run(name, input, options)
}

/** Leads a refusal out of the page: to the log-in when nobody is logged in, else to the error page with its sentences. */
function throwRefusal(context: Context, { status, problem }: Refused): never {
  if (status === 401) throw redirect(logInHref(visitOf(context).path))
  throw data(problem, { status })
}

/** Runs an operation for its output; a refusal ends the page. */
export async function callOperation<Name extends OperationName>(
  context: Context,
  name: Name,
  input: Input<Name>,
  options?: RunOptions,
): Promise<Output<Name>> {
  const outcome = await tryOperation(context, name, input, options)
  return outcome.ok ? outcome.output : throwRefusal(context, outcome)
}

/** Ends a post whose body is not the kind of form that the page sent (415). */
export function throwUnreadable(): never {
  const problem = {
    status: 415,
    code: 'unreadable',
    title: '提交的内容无法识别',
    detail: '请回到上一页，用页面上的表单重新提交。',
  }
  throw data(problem, { status: problem.status })
}

/** Reads a posted form with a file; the file goes on to an operation as it comes, and is nowhere held whole. */
export async function readUpload(context: Context): Promise<Upload> {
  return (await visitOf(context).upload()) ?? throwUnreadable()
}
