import { proposeDue } from '../../kernel/erasures/propose.ts'
import type { DemonstrationCity } from '../../kernel/module.ts'
import { makeResidentId } from '../../kernel/parties/demonstration-id.ts'
import { parseDate } from '../../shared/dates.ts'
import { findHolds } from '../modules.ts'
import { clerkFor } from './people.ts'

const DAY = 24 * 60 * 60 * 1000

/** Invented persons who were registered once and never came back. */
const forgotten = [
  { name: '望小满', phone: '19000030001', daysAgo: 380, division: '420502000000' },
  { name: '屈知夏', phone: '19000030002', daysAgo: 420, division: '420503000000' },
  { name: '秦青禾', phone: '19000030003', daysAgo: 500, division: '420502000000' },
]

/** Lets some persons' retention be over, so that there is something to decide. */
export async function seedErasures({ platform, staff, call }: Pick<DemonstrationCity, 'platform' | 'staff' | 'call'>) {
  const now = platform.now()
  for (const [index, { daysAgo, ...person }] of forgotten.entries()) {
    const clerk = clerkFor(staff, person.division)
    if (!clerk) throw new Error('The demonstration has no clerk')
    await call(new Date(now.getTime() - daysAgo * DAY), clerk, 'person.register', {
      ...person,
      identityNumber: makeResidentId(parseDate('1979-04-11'), 700 + index),
      consent: 'paper',
    })
  }
  await proposeDue(platform, findHolds)
}
