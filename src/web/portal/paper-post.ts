import { type ActionFunctionArgs, data, redirect } from 'react-router'
import type { Problem, Refused } from '../api/portal-api.ts'
import type { Posted } from '../forms/posted.ts'
import { readUpload, tryOperation } from './visit.ts'

/** A paper that could not be taken or removed: of which kind, and why. */
export interface RefusedPaper {
  kind: string
  problem: Problem
}

type Args = Pick<ActionFunctionArgs, 'request' | 'context'>

const refuse = (kind: string, { status, problem }: Refused) => data<RefusedPaper>({ kind, problem }, { status })

/** Back to the same page, at the paper in question, saying what was done with it. */
const backTo = (request: Request, kind: string, done: 'added' | 'removed') =>
  redirect(
    `${new URL(request.url).pathname}?${done}=${encodeURIComponent(kind)}#paper-${encodeURIComponent(kind)}`,
    303,
  )

/** Whether a post carries a file; the forms without one are of the plain kind. */
export const carriesFile = (request: Request): boolean =>
  request.headers.get('content-type')?.startsWith('multipart/form-data') ?? false

/** Takes a file in, as it comes, for the kind of paper that stands before it in the form. */
export async function addPaper({ request, context }: Args, caseId: string) {
  const { fields, file } = await readUpload(context)
  const kind = fields.kind ?? ''
  const options = { key: fields.idempotencyKey ?? '', ...(file ? { file } : {}) }
  const outcome = await tryOperation(context, 'paper.add', { id: caseId, kind }, options)
  return outcome.ok ? backTo(request, kind, 'added') : refuse(kind, outcome)
}

/** Takes a file out again. */
export async function removePaper({ request, context }: Args, posted: Posted) {
  const { kind = '', paper = '' } = posted.values
  const outcome = await tryOperation(context, 'paper.remove', { id: paper }, { key: posted.key })
  return outcome.ok ? backTo(request, kind, 'removed') : refuse(kind, outcome)
}

/** What a page was told about papers in its address. */
export function readPaperNews(request: Request): { added: string | null; removed: string | null } {
  const query = new URL(request.url).searchParams
  return { added: query.get('added'), removed: query.get('removed') }
}
