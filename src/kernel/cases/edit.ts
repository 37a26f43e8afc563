import { conflict, forbidden, notFound } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { type Flow, flowAt, stateLabel } from './flow.ts'
import { refuseStale } from './guard.ts'
import type { ActRequest, CaseReceipt } from './receipt.ts'
import { standingOf, viewerOf } from './standing.ts'
import { type CaseRow, lockCase } from './store.ts'

/**
 * Changes what is filled in without taking a step: only while the applicant holds the case, by them or by a clerk at the
 * window, on the newest version. The state stays, the version moves on.
 */
export async function editCase(
  ctx: Ctx,
  newest: Flow,
  request: ActRequest,
  change: (row: CaseRow, tx: Tx) => Promise<void>,
): Promise<CaseReceipt> {
  return ctx.guarded(async (tx) => {
    const row = await lockCase(tx, ctx.scope, request.id)
    if (row.service !== newest.service) throw notFound('这个办件')
    const flow = flowAt(newest, row.flow_version)
    const viewer = viewerOf(ctx, row)
    refuseStale(flow, standingOf(row), request.version, viewer)
    if (row.holder !== 'applicant') {
      const state = stateLabel(flow, row.state)
      throw conflict(
        'not-editable',
        '现在不能修改',
        `办件是「${state}」，填写的内容已经交出。需要改动时请联系经办窗口。`,
        {
          state: row.state,
        },
      )
    }
    if (viewer.partyId !== row.party_id && !viewer.roles.includes('clerk')) {
      throw forbidden('草稿由申请人本人填写，或由窗口人员代为填写。')
    }
    if (viewer.recused) throw forbidden('您已登记对这件或这位申请人回避，请由其他人员办理。')
    await change(row, tx)
    const version = row.version + 1
    await tx.updateTable('service_case').set({ version, edited_at: ctx.now }).where('id', '=', row.id).execute()
    ctx.concerning({ kind: 'case', id: row.id, division: row.division })
    return { id: row.id, number: row.number, state: row.state, version }
  })
}
