import type { DemonstrationCity } from '../../kernel/module.ts'
import { everywhere } from '../../kernel/operations/everywhere.ts'

const DAY = 24 * 60 * 60 * 1000

/** What some of those who were served said, in turn; null did not rate. All invented. */
const said = [
  { stars: 2, tags: ['slow', 'again'], words: '补材料跑了两趟，要是第一次就说清楚就好了。' },
  { stars: 5, tags: ['kind', 'clear'], words: '工作人员把每份材料都讲清楚了，谢谢。' },
  { stars: 3, tags: ['hardToUse'], words: '手机上传照片总要试几次。' },
  null,
  { stars: 1, tags: ['tooMuch'], words: '要的材料太多，有两份其实用不着。' },
  { stars: 5, tags: ['quick', 'once'], words: '一次就办好了，比想的快。' },
  { stars: 4, tags: ['clear'], words: '' },
] as const

const reply = '您反映的情况属实：第一次告知时漏了租赁合同的签字页。已要求窗口按清单一次告知，给您添麻烦了。'

async function answer({ platform, staff, call }: DemonstrationCity, caseId: string, at: Date): Promise<void> {
  const { administrator1 } = staff
  const found = await everywhere(platform, (tx) =>
    tx.selectFrom('rating').select('id').where('case_id', '=', caseId).executeTakeFirst(),
  )
  if (!administrator1 || !found) return
  const ratingId = found.id
  const note = '电话回访，对方说第一次没有被告知签字页，表示理解。'
  await call(at, administrator1, 'rating.contact', { ratingId, version: 1, way: 'phone', note })
  await call(at, administrator1, 'rating.reply', { ratingId, version: 2, result: 'solved', reply })
}

/** Ratings of the demonstration's finished loans; the first bad one has been answered, a later one waits. */
export async function seedRatings(city: DemonstrationCity): Promise<void> {
  const { platform, persons, call } = city
  const now = platform.now().getTime()
  const ended = await platform.db
    .selectFrom('service_case')
    .select(['id', 'party_id', 'ended_at'])
    .where('state', '=', 'recommended')
    .where('ended_at', 'is not', null)
    .orderBy('ended_at')
    .execute()
  let answered = false
  let turn = 0
  for (const one of ended) {
    const person = persons.find(({ partyId }) => partyId === one.party_id)
    const end = one.ended_at?.getTime() ?? now
    if (!person || now - end > 29 * DAY) continue
    const given = said[turn % said.length]
    turn += 1
    if (!given) continue
    const at = new Date(Math.min(end + DAY, now))
    await call(at, person.actor, 'rating.give', { id: one.id, ...given })
    if (given.stars > 2 || answered) continue
    await answer(city, one.id, new Date(Math.min(end + 3 * DAY, now)))
    answered = true
  }
}
