import { Type } from 'typebox'
import { only } from '../access/policy.ts'
import type { Flow } from '../cases/flow.ts'
import { PartyCase, viewPartyCase } from '../cases/party-case.ts'
import { findPartyCases } from '../cases/store.ts'
import { kernelTerms } from '../glossary/terms.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { FactView, viewFact } from '../rules/fact-view.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { findFacts } from './facts.ts'
import { findPersons } from './find-persons.ts'
import { identityKinds } from './identity-kinds.ts'
import { declareRealName, getOwnPerson, openPerson, standingOfPerson, verifyPerson } from './person.ts'
import { registerPerson } from './register.ts'
import { getPersonRow } from './store.ts'

/** What the page of a person needs of the composition: words for the cases and the facts of every module. */
export interface PartyOptions {
  flows: readonly Flow[]
  facts: FactDictionary
}

const NameInput = Type.String({ title: '姓名', minLength: 1, maxLength: 100 })
const IdentityNumberInput = Type.String({ title: '证件号码', minLength: 1, maxLength: 60 })
const IdentityKindInput = Type.Optional(
  Type.Enum([...identityKinds], {
    title: '证件类型',
    description: 'A resident identity card unless told',
    'x-options': identityKinds.map((kind) => ({ value: kind, zh: kernelTerms[kind].zh })),
  }),
)
const IdentityCountryInput = Type.Optional(
  Type.String({ title: '签发国家或地区', maxLength: 10, description: 'Of a passport: its letters there, as GBR' }),
)
const BirthDateInput = Type.Optional(
  Type.String({ title: '出生日期', maxLength: 40, description: 'Of papers whose number does not say it' }),
)
const PhoneInput = Type.String({ title: '手机号', minLength: 1, maxLength: 30 })
const SeenVersion = Type.Integer({ title: '您看到的版本', minimum: 1 })
const PersonId = Type.String({ title: '服务对象', format: 'uuid' })
const VerificationView = Type.Enum(['none', 'declared', 'verified'])
const Verified = Type.Object({ version: Type.Integer(), verification: VerificationView })

const personViewProperties = {
  id: Type.String(),
  name: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  identity: Nullable(Type.String()),
  identityKind: Nullable(Type.Enum([...identityKinds])),
  verification: VerificationView,
  version: Type.Integer(),
  division: Type.String(),
  divisionName: Type.String(),
}

const getOwnOperation = defineOperation({
  name: 'person.getOwn',
  summary: '本人的信息，部分隐去',
  http: 'GET /me/person',
  policy: only('entrepreneur'),
  personal: true,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object(personViewProperties),
  handle: getOwnPerson,
})

const declareOperation = defineOperation({
  name: 'person.declareRealName',
  summary: '填写本人的姓名和证件号码',
  http: 'POST /me/real-name',
  policy: only('entrepreneur'),
  input: Type.Object(
    {
      name: NameInput,
      identityKind: IdentityKindInput,
      identityNumber: IdentityNumberInput,
      identityCountry: IdentityCountryInput,
      birthDate: BirthDateInput,
      version: SeenVersion,
    },
    { additionalProperties: false },
  ),
  output: Verified,
  handle: declareRealName,
})

const findOperation = defineOperation({
  name: 'person.find',
  summary: '按手机号、证件号码或姓名查找服务对象（要完全一致）',
  http: 'POST /people/find',
  policy: only('clerk', 'reviewer', 'administrator'),
  // A reading that carries personal data in its body, so that no address holds it; nothing is written but its audit row.
  keyless: true,
  personal: true,
  input: Type.Object(
    {
      by: Type.Enum(['phone', 'identity', 'name'], { title: '按什么查找' }),
      value: Type.String({ title: '查找内容', minLength: 1, maxLength: 100 }),
      identityKind: Type.Optional(
        Type.Enum([...identityKinds], {
          title: '证件类型',
          description: 'The kind that the number looks like unless told',
        }),
      ),
      identityCountry: IdentityCountryInput,
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        inReach: Type.Boolean(),
        name: Nullable(Type.String()),
        phone: Nullable(Type.String()),
        identity: Nullable(Type.String()),
        identityKind: Nullable(Type.Enum([...identityKinds])),
        verification: Nullable(VerificationView),
        division: Type.String(),
        divisionName: Type.String(),
      }),
    ),
  }),
  handle: async (ctx, input) => ({ items: await findPersons(ctx, input) }),
})

const getOperation = ({ flows, facts: dictionary }: PartyOptions) =>
  defineOperation({
    name: 'person.get',
    summary: '服务对象的信息、已知事实和办件',
    http: 'GET /people/:id',
    policy: only('clerk', 'reviewer', 'administrator'),
    personal: true,
    input: Type.Object({ id: PersonId }, { additionalProperties: false }),
    output: Type.Object({
      ...personViewProperties,
      birthDate: Nullable(Type.String({ description: 'Calendar date' })),
      verifiedAt: Nullable(InstantText),
      facts: Type.Array(FactView),
      cases: Type.Array(PartyCase),
    }),
    handle: (ctx, { id }) =>
      ctx.guarded(async (tx) => {
        const row = await getPersonRow(tx, ctx.scope, id)
        ctx.concerning({ kind: 'person', id, division: row.division })
        const { name, phone, identity, birthDate } = openPerson(ctx.platform, row)
        const facts = await findFacts(tx, id)
        const cases = await findPartyCases(tx, ctx.scope, id)
        return {
          ...standingOfPerson(row),
          name: name?.reveal() ?? null,
          phone: phone?.reveal() ?? null,
          identity: identity?.reveal() ?? null,
          birthDate,
          verifiedAt: row.verified_at?.toISOString() ?? null,
          facts: Object.entries(facts).map(([key, fact]) => viewFact(dictionary, key, fact)),
          cases: cases.map((one) => viewPartyCase(flows, one)),
        }
      }),
  })

const registerOperation = defineOperation({
  name: 'person.register',
  summary: '窗口登记服务对象，当场核验证件',
  http: 'POST /people',
  policy: only('clerk'),
  input: Type.Object(
    {
      name: NameInput,
      phone: PhoneInput,
      identityKind: IdentityKindInput,
      identityNumber: IdentityNumberInput,
      identityCountry: IdentityCountryInput,
      birthDate: BirthDateInput,
      division: Type.String({ title: '所在地区', minLength: 1, maxLength: 12 }),
      consent: Type.Optional(
        Type.Enum(['paper', 'spoken'], {
          title: '本人怎样同意条款和个人信息处理说明',
          description: 'Not asked yet unless told',
        }),
      ),
      despiteDeclared: Type.Optional(
        Type.Boolean({
          title: '已对照证件原件',
          description: 'Someone who only declared this number is no hindrance then',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String() }),
  handle: registerPerson,
})

const verifyOperation = defineOperation({
  name: 'person.verify',
  summary: '窗口对照证件核验实名',
  http: 'POST /people/:id/verify',
  policy: only('clerk'),
  input: Type.Object(
    {
      id: PersonId,
      version: SeenVersion,
      name: Type.Optional(NameInput),
      identityKind: IdentityKindInput,
      identityNumber: Type.Optional(IdentityNumberInput),
      identityCountry: IdentityCountryInput,
      birthDate: BirthDateInput,
    },
    { additionalProperties: false },
  ),
  output: Verified,
  handle: verifyPerson,
})

/** Persons: their own data, and what staff may see and do. */
export const partyOperations = (options: PartyOptions): readonly Operation[] => [
  getOwnOperation,
  declareOperation,
  findOperation,
  getOperation(options),
  registerOperation,
  verifyOperation,
]
