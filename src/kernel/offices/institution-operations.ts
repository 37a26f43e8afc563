import { type Static, Type } from 'typebox'
import { only } from '../access/policy.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { sayHours } from './hours.ts'
import {
  createInstitution,
  createOffice,
  findInstitutions,
  findManagedOffices,
  saveInstitution,
  saveOffice,
} from './institutions.ts'
import { type OfficeKind, officeKinds } from './kinds.ts'

const administers = only('administrator')
const kinds = Object.keys(officeKinds) as OfficeKind[]

const seenVersion = Type.Integer({ title: '您看到的版本', minimum: 1 })
const Place = Type.String({ title: '地区', pattern: '^\\d{12}$', 'x-pattern': '请从列表中选择地区' })
const Phone = Type.String({
  title: '电话',
  maxLength: 30,
  pattern: '^[\\d+()（） -]*$',
  'x-pattern': '只能有数字和连接号',
})
const Receipt = Type.Object({ id: Type.String(), version: Type.Integer() })
const Day = (title: string) => Type.String({ title, pattern: '^\\d{4}-\\d{2}-\\d{2}$', 'x-pattern': '请选一个日期' })

const InstitutionFields = {
  name: Type.String({ title: '名称', minLength: 2, maxLength: 60 }),
  division: Place,
  phone: Phone,
}

const OpeningSchema = Type.Object(
  {
    weekday: Type.Integer({ title: '星期', minimum: 1, maximum: 7 }),
    opens: Type.Integer({ title: '开门', minimum: 0, maximum: 1439 }),
    closes: Type.Integer({ title: '关门', minimum: 1, maximum: 1440 }),
  },
  { additionalProperties: false },
)

const OfficeFields = {
  institution: Type.String({ title: '所属机构', format: 'uuid' }),
  name: Type.String({ title: '名称', minLength: 2, maxLength: 60 }),
  kind: Type.Enum(kinds, { title: '类别' }),
  division: Place,
  address: Type.String({ title: '地址', minLength: 2, maxLength: 100 }),
  phone: Phone,
  services: Type.Array(Type.String({ title: '办理事项', maxLength: 60 }), { title: '办理事项', maxItems: 50 }),
  capacity: Nullable(Type.Integer({ title: '同时可接待', minimum: 1, maximum: 999 })),
  latitude: Nullable(Type.Number({ title: '纬度', minimum: -90, maximum: 90 })),
  longitude: Nullable(Type.Number({ title: '经度', minimum: -180, maximum: 180 })),
  endedOn: Nullable(Day('停办日')),
  openings: Type.Array(OpeningSchema, { title: '接待时间', maxItems: 28 }),
  closures: Type.Array(
    Type.Object(
      {
        firstDay: Day('从'),
        lastDay: Day('到'),
        reason: Type.String({ title: '原因', minLength: 2, maxLength: 60 }),
      },
      { additionalProperties: false },
    ),
    { title: '不开门的日子', maxItems: 50 },
  ),
}

const OfficeView = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  institution: Nullable(Type.String()),
  institutionName: Nullable(Type.String()),
  name: Type.String(),
  kind: Type.Enum(kinds),
  kindLabel: Type.String(),
  division: Type.String(),
  address: Type.String(),
  phone: Type.String(),
  services: Type.Array(Type.String()),
  capacity: Nullable(Type.Integer()),
  latitude: Nullable(Type.Number()),
  longitude: Nullable(Type.Number()),
  endedOn: Nullable(Type.String()),
  openings: Type.Array(Type.Object({ weekday: Type.Integer(), opens: Type.Integer(), closes: Type.Integer() })),
  hours: Type.String(),
  closures: Type.Array(Type.Object({ firstDay: Type.String(), lastDay: Type.String(), reason: Type.String() })),
})

const ManagedView = Type.Object({
  institutions: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      division: Type.String(),
      divisionName: Type.String(),
      phone: Type.String(),
      version: Type.Integer(),
    }),
  ),
  offices: Type.Array(OfficeView),
  services: Type.Array(Type.Object({ service: Type.String(), zh: Type.String() })),
})

async function viewManaged(ctx: Ctx, words: Readonly<Record<string, string>>): Promise<Static<typeof ManagedView>> {
  const institutions = await findInstitutions(ctx.db, ctx.scope)
  const offices = await findManagedOffices(ctx.db, ctx.scope, ctx.today)
  return {
    institutions: institutions.map((one) => ({ ...one, divisionName: one.divisionName ?? one.division })),
    offices: offices.map(({ institutionId, institution, invented: _, closures, ...office }) => ({
      ...office,
      kind: office.kind as OfficeKind,
      kindLabel: officeKinds[office.kind as OfficeKind],
      institution: institutionId,
      institutionName: institution,
      hours: sayHours(office.openings),
      closures: closures.map(({ firstDay, lastDay, reason }) => ({ firstDay, lastDay, reason })),
    })),
    services: Object.entries(words).map(([service, zh]) => ({ service, zh })),
  }
}

/** Institutions with their windows and bureaus, as those who administer them see and change them. */
export const institutionOperations = (words: Readonly<Record<string, string>>) => [
  defineOperation({
    name: 'institution.find',
    summary: '辖区内的机构、窗口和科室',
    http: 'GET /institutions',
    policy: administers,
    input: Type.Object({}, { additionalProperties: false }),
    output: ManagedView,
    handle: (ctx) => viewManaged(ctx, words),
  }),
  defineOperation({
    name: 'institution.create',
    summary: '新增机构',
    http: 'POST /institutions',
    policy: administers,
    input: Type.Object(InstitutionFields, { additionalProperties: false }),
    output: Receipt,
    handle: createInstitution,
  }),
  defineOperation({
    name: 'institution.save',
    summary: '改机构的名称、地区和电话',
    http: 'POST /institutions/:id',
    policy: administers,
    input: Type.Object(
      { id: Type.String({ title: '机构', format: 'uuid' }), version: seenVersion, ...InstitutionFields },
      { additionalProperties: false },
    ),
    output: Receipt,
    handle: saveInstitution,
  }),
  defineOperation({
    name: 'office.create',
    summary: '新增窗口或科室，写明办理事项和接待时间',
    http: 'POST /offices',
    policy: administers,
    input: Type.Object(OfficeFields, { additionalProperties: false }),
    output: Receipt,
    handle: (ctx, draft) => createOffice(ctx, draft, Object.keys(words)),
  }),
  defineOperation({
    name: 'office.save',
    summary: '改窗口或科室，连同接待时间和不开门的日子',
    http: 'POST /offices/:id',
    policy: administers,
    input: Type.Object(
      { id: Type.String({ title: '窗口或科室', format: 'uuid' }), version: seenVersion, ...OfficeFields },
      { additionalProperties: false },
    ),
    output: Receipt,
    handle: (ctx, draft) => saveOffice(ctx, draft, Object.keys(words)),
  }),
]
