import {
  InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  type RootOperationNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
} from 'kysely'
import { type Actor, anonymous, type Role } from '../src/kernel/access/actor.ts'
import { type Db, openDatabase } from '../src/kernel/db/connect.ts'
import { transact } from '../src/kernel/db/transact.ts'
import type { DivisionCode } from '../src/kernel/divisions/division.ts'
import { everything } from '../src/kernel/divisions/scope.ts'
import { enterScope } from '../src/kernel/operations/run.ts'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { personSeal } from '../src/kernel/parties/seal.ts'
import { parseDate } from '../src/shared/dates.ts'
import { newId } from '../src/shared/ids.ts'
import { testCity, xiling } from '../test/city.ts'
import { placeMember } from '../test/offices.ts'
import { newPerson } from '../test/people.ts'
import { asOwner } from './as-owner.ts'
import type { Player } from './loan-model.ts'

export type World = Awaited<ReturnType<typeof openWorld>>
export type Cast = Readonly<Record<Player, Actor>>

const CONNECTIONS = 8

/** What each loan is compared by, found quickly among those of ten thousand runs. */
const looks = [
  'create index on outbox_event (key)',
  'create index on letter (case_id)',
  `create index on idempotency ((response ->> 'id'))`,
]

/** A city with those who take part in every run, and a view of its database past every wall. */
export async function openWorld() {
  const city = await testCity()
  await asOwner(city.ownerUrl, ...looks)
  const owner = openDatabase(city.ownerUrl, { max: 4 })
  const app = openDatabase(city.appUrl, { max: CONNECTIONS })
  const { clerk, reviewer, otherClerk } = city.staff
  const [window = '', bureau = ''] = [clerk, reviewer].map(({ grants }) => grants[0]?.officeId ?? '')
  const grant = (role: Role, officeId: string) => ({ role, division: xiling as DivisionCode, officeId })
  const member = async (role: Role, officeId: string): Promise<Actor> => {
    const accountId = await placeMember(city.platform, { officeId, division: xiling, role })
    return { ...anonymous, kind: 'staff', accountId, name: role, grants: [grant(role, officeId)] }
  }
  const secondClerk = await member('clerk', window)
  const both = await member('reviewer', bureau)
  const more = { id: newId(city.platform.now()), account_id: both.accountId ?? '', role: 'clerk', division: xiling }
  await owner.db
    .insertInto('role_grant')
    .values({ ...more, office_id: window, valid_from: '2026-01-01' })
    .execute()
  return {
    city,
    owner: owner.db,
    app: app.db,
    staff: {
      clerk,
      secondClerk,
      reviewer,
      elsewhere: otherClerk,
      both: { ...both, grants: [grant('clerk', window), grant('reviewer', bureau)] },
      nobody: anonymous,
    },
    stranger: await city.person(),
    async close() {
      await app.close()
      await owner.close()
      await city.close()
    },
  }
}

let applicants = 0

/** Somebody new: registered and verified at the window, or come by phone and without a name. */
export async function newApplicant({ city }: World, isNamed: boolean): Promise<Actor & { partyId: string }> {
  applicants += 1
  const phone = `138${String(applicants).padStart(8, '0')}`
  if (!isNamed) return city.personOf(await newPerson(city.platform, phone, xiling))
  const { id } = await city.call<{ id: string }>(city.staff.clerk, 'person.register', {
    name: '模拟申请人',
    phone,
    identityNumber: makeResidentId(parseDate(`${1980 + Math.floor(applicants / 1000)}-05-21`), applicants % 1000),
    division: xiling,
  })
  return city.personOf(id)
}

/** Lays the papers that a loan needs straight into the database: their way in is looked at elsewhere. */
export const layPapers = (
  { city, app }: World,
  applicant: Actor & { partyId: string },
  caseId: string,
): Promise<void> =>
  transact(app, async (tx) => {
    await enterScope(tx, everything)
    const seal = await personSeal(tx, city.platform, applicant.partyId)
    const papers = ['identity', 'group', 'licence', 'place', 'plan'].map((kind) => {
      const id = newId(city.platform.now())
      return {
        id,
        party_id: applicant.partyId,
        case_id: caseId,
        division: xiling,
        kind,
        name_cipher: seal.seal('fileName', `${kind}.pdf`),
        media_type: 'application/pdf',
        size: 1000,
        sha256: '0'.repeat(64),
        storage_key: id,
        state: 'accepted',
        uploaded_by: applicant.accountId ?? '',
        uploaded_at: city.platform.now(),
      }
    })
    await tx.insertInto('document').values(papers).execute()
  })

/** A fault that was planted: nobody but the run that planted it may meet it. */
export class Planted extends Error {}

/** Statements of a write that can fail, from its key to its stored answer; which come at all does not hang on other runs. */
export const places = [
  'insert idempotency',
  'select service_case',
  'insert service_case',
  'insert loan',
  'update loan',
  'insert fact',
  'insert judgement',
  'insert letter',
  'insert case_event',
  'update service_case',
  'insert outbox_event',
  'insert audit_entry',
  'update idempotency',
] as const
type Place = (typeof places)[number]

const tableOf = (node: OperationNode | undefined): string =>
  node && TableNode.is(node) ? node.table.identifier.name : ''

function placeOf(node: RootOperationNode): string {
  if (InsertQueryNode.is(node)) return `insert ${tableOf(node.into)}`
  if (UpdateQueryNode.is(node)) return `update ${tableOf(node.table)}`
  return SelectQueryNode.is(node) ? `select ${tableOf(node.from?.froms[0])}` : ''
}

/** The same database, on which one statement fails, the first at the place that the run says. */
export function failing(db: Db): { db: Db; failAt(place: Place | null): void } {
  let planted: Place | null = null
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (planted === null || placeOf(node) !== planted) return node
      planted = null
      throw new Planted('planted')
    },
    transformResult: async ({ result }) => result,
  }
  return {
    db: db.withPlugin(plugin),
    failAt(place) {
      planted = place
    },
  }
}
