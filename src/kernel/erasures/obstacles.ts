import { addYears, type CalendarDate, dateIn, formatDay } from '../../shared/dates.ts'
import type { Tx } from '../db/connect.ts'
import { retentionRules } from './retention.ts'

/** What forbids erasing a person now: by which article, until when, and the way out. */
export interface Obstacle {
  code: 'open-case' | 'agency' | 'hold' | 'retention'
  says: string
  article: string
  /** First day on which it no longer stands; null where that depends on what people do. */
  until: CalendarDate | null
  wayOut: string
}

/** What a module still needs a person's data for: nobody erases them before. */
export interface PersonHold {
  says: string
  article: string
  until: CalendarDate
  wayOut: string
}

/** What modules still need a person's data for. */
export type FindHolds = (tx: Tx, partyIds: readonly string[], today: CalendarDate) => Promise<readonly PersonHold[]>

const purpose = '《个人信息保护法》第四十七条第一款：处理目的尚未实现'
const keeping = '《个人信息保护法》第四十七条第二款：法定的保存期限未届满'

const findCases = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('service_case')
    .select(['number', 'submitted_at', 'ended_at'])
    .where('party_id', 'in', ids)
    .orderBy('opened_at')
    .execute()

const findAgencies = (tx: Tx, ids: readonly string[], today: CalendarDate) =>
  tx
    .selectFrom('agency')
    .select(['name', 'valid_to'])
    .where('agent_id', 'in', ids)
    .where('state', 'in', ['proposed', 'confirmed'])
    .where('valid_to', '>=', today)
    .execute()

/** Everything that forbids erasing these parties, who are one person, at once; `tx` must reach them. */
export async function findObstacles(
  tx: Tx,
  ids: readonly string[],
  today: CalendarDate,
  findHolds: FindHolds,
): Promise<Obstacle[]> {
  const found: Obstacle[] = []
  for (const { number, submitted_at, ended_at } of await findCases(tx, ids)) {
    if (ended_at === null) {
      found.push({
        code: 'open-case',
        says: `办件 ${number} 还没有办结`,
        article: purpose,
        until: null,
        wayOut: '请等它办结，或先撤回、作废这一件。',
      })
      continue
    }
    const until = addYears(dateIn(ended_at), retentionRules.endedCase.years)
    if (submitted_at === null || until <= today) continue
    found.push({
      code: 'retention',
      says: `办件 ${number} 的档案要保存到 ${formatDay(until)}`,
      article: `${keeping}；${retentionRules.endedCase.article}`,
      until,
      wayOut: '期满后会自动删除；在那之前只保存，不作他用。内容有误的可以申请更正。',
    })
  }
  for (const { name } of await findAgencies(tx, ids, today)) {
    found.push({
      code: 'agency',
      says: `您还在为 ${name} 代办`,
      article: purpose,
      until: null,
      wayOut: '请先在“代谁办事”里结束代办。',
    })
  }
  for (const hold of await findHolds(tx, ids, today)) found.push({ code: 'hold', ...hold })
  return found
}
