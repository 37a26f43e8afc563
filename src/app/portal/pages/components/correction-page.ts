import { type LoaderFunctionArgs, redirect } from 'react-router'
import type { Output } from '../../../../web/api/portal-api.ts'
import { callOperation, requirePerson } from '../../../../web/portal/visit.ts'

export type CorrectionView = Output<'correction.get'>

export const correctionPath = (id: string, part = '') => `/corrections/${id}${part}`

/** The trail of a page below a correction. */
export const correctionTrail = ({ id, number }: Pick<CorrectionView, 'id' | 'number'>) => [
  { title: '我的', href: '/me' },
  { title: `更正 ${number}`, href: correctionPath(id) },
]

type Args = Pick<LoaderFunctionArgs, 'context' | 'params'>

/** The correction that a page is about, for the person who is logged in. */
export async function getCorrection({ context, params }: Args): Promise<CorrectionView> {
  requirePerson(context)
  return callOperation(context, 'correction.get', { id: params.id ?? '' })
}

/** The same while it may still be changed; whoever comes later is led to the case itself. */
export async function getEditable(args: Args): Promise<CorrectionView> {
  const view = await getCorrection(args)
  if (view.holder !== 'applicant') throw redirect(correctionPath(view.id))
  return view
}
