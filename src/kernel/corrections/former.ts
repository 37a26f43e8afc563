import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { type PersonSeal, personSeal } from '../parties/seal.ts'
import { describeFact, type FactDictionary, type FactValue } from '../rules/facts.ts'
import { sayPaper } from './known.ts'
import { findCorrectedFacts, findFormerRows } from './store.ts'
import { targetNamed } from './targets.ts'

/** One of a party's data as it was before a correction, in words. Personal. */
export interface Former {
  target: string
  zh: string
  before: string
  caseId: string | null
  caseNumber: string | null
  /** Instant, ISO 8601 in UTC. */
  replacedAt: string
}

/**
 * What was there before corrections (更正前), of these parties or of one case, the newest first. What was sealed by a key that has been
 * dropped is left out.
 */
export async function findFormer(
  tx: Tx,
  platform: Platform,
  facts: FactDictionary,
  by: { parties: readonly string[] } | { caseId: string },
): Promise<Former[]> {
  const seals = new Map<string, PersonSeal | null>()
  const found: Former[] = []
  for (const row of await findFormerRows(tx, by)) {
    if (!seals.has(row.party_id))
      seals.set(row.party_id, await personSeal(tx, platform, row.party_id).catch(() => null))
    const value = seals.get(row.party_id)?.open('formerValue', row.value_cipher).reveal()
    if (value === undefined) continue
    found.push({
      target: row.field,
      zh: targetNamed(facts, row.field)?.zh ?? row.field,
      before: row.field === 'identity' ? sayPaper(row.identity_kind, value) : value,
      caseId: row.case_id,
      caseNumber: row.number,
      replacedAt: row.replaced_at.toISOString(),
    })
  }
  const corrected = await findCorrectedFacts(tx, by)
  const known = corrected.flatMap((row): Former[] => {
    const definition = facts[row.key]
    if (!definition || row.before === null) return []
    return [
      {
        target: `fact:${row.key}`,
        zh: definition.zh,
        before: describeFact(definition, row.before as FactValue),
        caseId: row.case_id,
        caseNumber: row.number,
        replacedAt: row.replaced_at.toISOString(),
      },
    ]
  })
  return [...found, ...known].sort((one, other) => other.replacedAt.localeCompare(one.replacedAt))
}
