import { roles } from '../src/kernel/access/actor.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { placeStaff } from '../test/accounts.ts'
import { callOver } from '../test/calls.ts'
import { xiling, yichang } from '../test/city.ts'
import { operationNamed } from '../test/platform.ts'
import type { TestServer } from '../test/server.ts'
import { actingCookie, isNamed } from './access-callers.ts'
import { type Findings, nextAddress, nonsenseFor } from './access-cells.ts'
import type { Holdings } from './access-holdings.ts'

interface Right {
  of: string
  holds: readonly string[]
  /** A session with it. */
  open(): Promise<string | null>
  takeBack(): Promise<unknown>
  /** What the next request is refused with. */
  refusedWith: 401 | 403
}

export type Pick = <T>(items: readonly T[]) => readonly T[]

/** Rights of staff, each ended in one of the ways there are, by an administrator over HTTP. */
async function rightsOfStaff(server: TestServer): Promise<Right[]> {
  const { platform, operations } = server.city
  const { db, now } = platform
  const administrator = await server.cookieOf(await placeStaff(db, now(), { role: 'administrator', division: yichang }))
  const act = async (name: string, input: Record<string, unknown>) => {
    const answer = await callOver(server, operationNamed(operations, name), administrator, input)
    if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.body}`)
    return answer.json<{ version: number; grants: { id: string }[] }>()
  }
  const ways = ['grant', 'account', 'session'] as const
  return roles.flatMap((role) =>
    ways.map((way) => {
      const member = { id: '' }
      const open = async () => {
        const actor = await placeStaff(db, now(), { role, division: xiling })
        member.id = String(actor.accountId)
        return server.cookieOf(actor)
      }
      const takeBack = async () => {
        if (way === 'session') return act('session.endStaff', { accountId: member.id })
        const { version, grants } = await act('staff.get', { id: member.id })
        if (way === 'account') return act('staff.disable', { id: member.id, version })
        return act('staff.endGrant', { id: member.id, version, grant: grants[0]?.id })
      }
      return { of: `${role}: ${way} ended`, holds: [role], open, takeBack, refusedWith: way === 'grant' ? 403 : 401 }
    }),
  )
}

/** Rights of those who are not staff: a person's session, ended from another one, and an agent's agency, ended by the clerk. */
async function rightsOfOthers(server: TestServer, { applicant, agent, things }: Holdings): Promise<Right[]> {
  const { city } = server
  const person = await city.person()
  const other = await server.cookieOf(person)
  const endAgency = async () => {
    const id = things.agency
    const { version } = await city.call<{ version: number }>(applicant, 'agency.get', { id })
    await city.call(city.staff.cityClerk, 'agency.end', { id, version })
  }
  return [
    {
      of: 'entrepreneur: session ended',
      holds: ['entrepreneur'],
      open: () => server.cookieOf(person),
      takeBack: () => server.send(other, 'POST /me/sessions/end-others', {}),
      refusedWith: 401,
    },
    {
      of: `agent of ${agent.kind}: agency ended`,
      holds: ['agent'],
      open: () => actingCookie(server, { applicant, things }),
      takeBack: endAgency,
      refusedWith: 403,
    },
  ]
}

/** Whether a right that was taken back is gone at the very next request, with each operation that it had let in. */
export async function takeRightsAway(
  server: TestServer,
  findings: Findings,
  holdings: Holdings,
  pick: Pick,
): Promise<number> {
  const rights = [...(await rightsOfStaff(server)), ...(await rightsOfOthers(server, holdings))]
  let asked = 0
  for (const { of, holds, open, takeBack, refusedWith } of pick(rights)) {
    const cookie = await open()
    const named = (operation: Operation) => Array.isArray(operation.policy.allows) && isNamed(operation, { holds })
    const agentAlone = ({ policy }: Operation) => !(policy.allows as string[]).includes('entrepreneur')
    const letIn = server.city.operations.filter(named).filter((one) => !holds.includes('agent') || agentAlone(one))
    const knock = (operation: Operation) =>
      callOver(server, operation, cookie, nonsenseFor(operation), { remoteAddress: nextAddress() })
    for (const operation of letIn.slice(0, 1)) {
      const before = await knock(operation)
      if (![400, 415, 422].includes(before.statusCode)) findings.unexpected.push(`${of}: before, ${before.body}`)
    }
    await takeBack()
    for (const operation of pick(letIn)) {
      const after = await knock(operation)
      asked += 1
      if (after.statusCode !== refusedWith) findings.unexpected.push(`${of}, ${operation.name}: ${after.statusCode}`)
    }
  }
  return asked
}
