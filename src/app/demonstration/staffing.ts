import type { DemonstrationCity } from '../../kernel/module.ts'
import { addDays, dateIn } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'

type City = Pick<DemonstrationCity, 'platform' | 'staff' | 'call'>

const weekdays = [1, 2, 3, 4, 5]
const halves = ['morning', 'afternoon'] as const

/** Who sits where in the week: both clerks of 西陵区 every day, but one of them not on Friday afternoon. */
async function seedRota({ platform, staff }: City): Promise<void> {
  const seats = ['clerk1', 'clerk4'].flatMap((login) =>
    weekdays.flatMap((weekday) =>
      halves
        .filter((half) => login === 'clerk1' || weekday < 5 || half === 'morning')
        .map((half) => ({ login, weekday, half })),
    ),
  )
  const now = platform.now()
  const rows = seats.flatMap(({ login, weekday, half }) => {
    const actor = staff[login]
    const officeId = actor?.grants[0]?.officeId
    if (!actor?.accountId || !officeId) return []
    return [
      { id: newId(now), account_id: actor.accountId, office_id: officeId, weekday, half, valid_from: dateIn(now) },
    ]
  })
  await platform.db.insertInto('duty').values(rows).execute()
}

/** An absence under way: somebody of 伍家岗区 is away for some days, a colleague stands in. */
async function seedAbsence({ platform, staff, call }: City): Promise<void> {
  const [away, deputy, administrator] = [staff.clerk5, staff.clerk2, staff.administrator1]
  if (!away || !deputy || !administrator) throw new Error('The demonstration lacks somebody to be away')
  const today = dateIn(platform.now())
  await call(platform.now(), administrator, 'absence.record', {
    account: away.accountId,
    kind: 'annual',
    firstDay: today,
    lastDay: addDays(today, 4),
    deputy: deputy.accountId,
  })
}

/** One who must keep away from one applicant. */
async function seedRecusal({ platform, staff, call }: City): Promise<void> {
  const clerk = staff.clerk4
  if (!clerk) throw new Error('The demonstration has no clerk to keep away')
  const found = await platform.db
    .selectFrom('service_case')
    .select('id')
    .where('state', '=', 'submitted')
    .where('division', 'like', '420502%')
    .orderBy('id')
    .executeTakeFirst()
  if (found) await call(platform.now(), clerk, 'case.recuse', { id: found.id, kind: 'kinship', whole: true })
}

/** What goes on among the staff of the demonstration: a rota, an absence under way with its deputy, one who keeps away. */
export async function seedStaffing(city: City): Promise<void> {
  await seedRota(city)
  await seedAbsence(city)
  await seedRecusal(city)
}
