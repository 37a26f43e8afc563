import { sql } from 'kysely'
import { withinScope } from '../../../kernel/divisions/scope.ts'
import type { Platform } from '../../../kernel/operations/context.ts'
import type { FigureSource } from '../../../kernel/statistics/source.ts'
import { addDays, type CalendarDate } from '../../../shared/dates.ts'

/** Reads since they were last written down, by day and policy; in this process alone. */
const waiting = new Map<string, number>()

/** Notes that a policy's page was read; nobody is told apart, and no write stands in the reader's way. */
export function noteRead(policyId: string, day: CalendarDate): void {
  const key = `${day} ${policyId}`
  waiting.set(key, (waiting.get(key) ?? 0) + 1)
}

/** Writes down what was read since the last time; what fails is kept for the next. */
export async function writeReads({ db }: Pick<Platform, 'db'>): Promise<void> {
  for (const [key, count] of [...waiting]) {
    const [day = '', policy_id = ''] = key.split(' ')
    await db
      .insertInto('policy_read')
      .values({ day, policy_id, count })
      .onConflict((conflict) =>
        conflict.columns(['day', 'policy_id']).doUpdateSet({ count: sql`policy_read.count + excluded.count` }),
      )
      .execute()
    const since = (waiting.get(key) ?? 0) - count
    if (since > 0) waiting.set(key, since)
    else waiting.delete(key)
  }
}

interface Counts {
  published: number
  expired: number
  withdrawn: number
  reads: number
}

/** What happened to the policies that a division and those beneath it keep. */
export const policyFigures: FigureSource = async (db, { from, to, scope, prefix, today }) => {
  const [begin, end] = [new Date(`${from}T00:00:00+08:00`), new Date(`${addDays(to, 1)}T00:00:00+08:00`)]
  const kept = sql`${withinScope(scope, 'policy.keeper')} and policy.keeper like ${`${prefix}%`}`
  const { rows } = await sql<Counts>`
    select
      count(*) filter (where published_at >= ${begin} and published_at < ${end})::int as published,
      count(*) filter (where state = 'published' and expires_on >= ${from} and expires_on <= ${to}
        and expires_on < ${today})::int as expired,
      count(*) filter (where state = 'takenDown' and closed_at >= ${begin} and closed_at < ${end})::int as withdrawn,
      (select coalesce(sum(count), 0)::int from policy_read join policy on policy.id = policy_read.policy_id
        where day between ${from} and ${to} and ${kept}) as reads
    from policy_version join policy on policy.id = policy_version.policy_id
    where ${kept}`.execute(db)
  const counts = rows[0]
  const figure = (key: keyof Counts, zh: string, meaning: string) => ({
    key: `policies.${key}`,
    zh,
    meaning,
    unit: 'count' as const,
    value: counts?.[key] ?? 0,
  })
  return [
    figure('published', '政策发布', '本地区和下级维护的政策里，新发布的版本数，修订也算。'),
    figure('expired', '政策到期', '本地区和下级维护的政策里，在这段时间到期失效的。'),
    figure('withdrawn', '政策撤下', '本地区和下级维护的政策里，被撤下的。'),
    figure('reads', '政策阅读', '政策页面被打开的次数；浏览器缓存里看的不算，不记是谁看的。'),
  ]
}
