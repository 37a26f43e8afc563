import { sql } from 'kysely'
import type { SealKey } from '../audit/seal-key.ts'
import { type Checked, type Finding, verifySeals } from '../audit/verify.ts'
import { verifyFlowEvents } from '../cases/flow-history.ts'
import { verifyHistories } from '../cases/history.ts'
import type { Db } from '../db/connect.ts'

/** What each kind of finding is called. */
export const findingSays: Readonly<Record<Finding['what'], string>> = {
  changed: '内容被改动',
  missing: '被删除',
  added: '是后来塞入的',
  'seal-changed': '封印的内容被改动',
  'seal-unsigned': '封印的签名不对',
  'chain-broken': '和前一条接不上',
  'tail-cut': '末尾被截断',
}

/** Reads all seals with their rows, all cases' chains and all other flows' chains once; the command and the workbench alike. */
export async function verifyEverything(db: Db, key: SealKey, options: { checked?: Checked } = {}) {
  const sealed = await verifySeals(db, key, options)
  const histories = await verifyHistories(db, options)
  const others = await verifyFlowEvents(db, options)
  return { sealed, histories, others, findings: [...sealed.findings, ...histories.findings, ...others.findings] }
}

/** How many entries there are to check at this moment: each sealed row once, each step of a chain once more. */
export async function countEntries(db: Db): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select (select count(*) from audit_entry) + 2 * (select count(*) from case_event)
      + 2 * (select count(*) from flow_event) as total`.execute(db)
  return Number(rows[0]?.total ?? 0)
}
