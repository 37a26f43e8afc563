import { type Actor, anonymous } from '../../kernel/access/actor.ts'
import { openPersonAccount } from '../../kernel/identity/accounts.ts'
import type { DemonstrationCity } from '../../kernel/module.ts'
import { makeResidentId } from '../../kernel/parties/demonstration-id.ts'
import { addDays, parseDate } from '../../shared/dates.ts'

type City = Pick<DemonstrationCity, 'platform' | 'staff' | 'call'>

const surnames = ['向', '覃', '望', '郑', '屈', '秦', '易', '黎', '鲁', '宋', '毛', '龚']
const givenNames = ['小满', '知夏', '青禾', '云舟', '星野', '若谷', '以宁', '听澜', '怀瑾', '晚晴', '东篱', '南乔']
const xiling = '420502000000'
const wujiagang = '420503000000'
/** Most live where clerks and reviewers of their own show the work; eleven, so that every state of a case comes up there. */
const places = [
  xiling,
  xiling,
  wujiagang,
  wujiagang,
  '420504000000',
  wujiagang,
  '420506000000',
  '420527000000',
  xiling,
  xiling,
  '420581000000',
]
const HOW_MANY = 36

/** Those who live here without a resident identity card; numbers that nobody was ever given. */
const otherPapers: Readonly<Record<number, { identityKind: string; identityNumber: string; birthDate: string }>> = {
  20: { identityKind: 'hongKongMacaoPermit', identityNumber: 'H00000000', birthDate: '1991-06-18' },
  31: { identityKind: 'taiwanPermit', identityNumber: '00000000', birthDate: '1988-01-09' },
}

/** Invented persons: combinations of name parts, numbers of an area that does not exist. Any likeness is chance. */
const drafts = Array.from({ length: HOW_MANY }, (_, index) => ({
  name: `${surnames[index % surnames.length]}${givenNames[(index * 5 + Math.floor(index / 12)) % givenNames.length]}`,
  phone: `190000${String(10_000 + index * 7).slice(-5)}`,
  ...(otherPapers[index] ?? {
    identityNumber: makeResidentId(addDays(parseDate('1984-03-05'), index * 211), 100 + index * 3),
  }),
  division: places[index % places.length] ?? xiling,
}))

/** The clerk who serves a division. */
export const clerkFor = (staff: City['staff'], division: string): Actor | undefined =>
  Object.values(staff).find((actor) =>
    actor.grants.some((grant) => grant.role === 'clerk' && grant.division === division),
  ) ?? staff.clerk3

/** Registers the demonstration's persons, each at the window that serves them, verified there. */
export async function seedPeople(city: City, at: Date): Promise<DemonstrationCity['persons']> {
  const persons = []
  for (const draft of drafts) {
    const clerk = clerkFor(city.staff, draft.division)
    if (!clerk) throw new Error('The demonstration has no clerk')
    const { id } = await city.call<{ id: string }>(at, clerk, 'person.register', { ...draft, consent: 'paper' })
    const account = await city.platform.db.transaction().execute((tx) => openPersonAccount(tx, id, at))
    const actor: Actor = { ...anonymous, kind: 'person', accountId: account.id, partyId: id }
    persons.push({ actor, partyId: id, division: draft.division })
  }
  return persons
}
