import type { ClientBase } from 'pg'
import { copyRows } from './copy.ts'
import type { Random } from './random.ts'

/** A county with who works there. */
export interface County {
  code: string
  window: string
  bureau: string
  clerk: string
  reviewer: string
}

/** Where the people live: the counties of one province. */
const PROVINCE = '42'

/**
 * Makes a window, a bureau, a clerk and a reviewer in every county of the province, with sessions for the two: their tokens are what
 * the callers log in with.
 */
export async function loadPlaces(client: ClientBase, random: Random, now: Date): Promise<County[]> {
  const { rows } = await client.query<{ code: string }>(
    "select code from division where level = 'county' and code like $1 and valid_to is null order by code",
    [`${PROVINCE}%`],
  )
  const counties = rows.map(({ code }): County => {
    const id = () => random.id(now)
    return { code, window: id(), bureau: id(), clerk: id(), reviewer: id() }
  })
  const institutions = counties.map(({ code }) => [random.id(now), `公共就业服务机构 ${code}`, code, true])
  await copyRows(client, 'institution', ['id', 'name', 'division', 'invented'], institutions)
  await copyRows(
    client,
    'office',
    ['id', 'institution_id', 'name', 'division', 'kind', 'address', 'phone', 'invented'],
    counties.flatMap(({ code, window, bureau }, index) => {
      const [institution = null] = institutions[index] ?? []
      return [
        [window, institution, `窗口 ${code}`, code, 'window', '测量路 1 号', '0000-0000000', true],
        [bureau, institution, `审核科 ${code}`, code, 'bureau', '测量路 1 号', '0000-0000000', true],
      ]
    }),
  )
  await copyRows(
    client,
    'account',
    ['id', 'kind', 'login', 'name', 'password_hash', 'created_at'],
    counties.flatMap(({ code, clerk, reviewer }) => [
      [clerk, 'staff', `clerk-${code}`, '窗口员', '-', now],
      [reviewer, 'staff', `reviewer-${code}`, '审核员', '-', now],
    ]),
  )
  await copyRows(
    client,
    'role_grant',
    ['id', 'account_id', 'role', 'division', 'office_id', 'valid_from'],
    counties.flatMap(({ code, clerk, reviewer, window, bureau }) => [
      [random.id(now), clerk, 'clerk', code, window, '2020-01-01'],
      [random.id(now), reviewer, 'reviewer', code, bureau, '2020-01-01'],
    ]),
  )
  return counties
}
