import { Type } from 'typebox'
import { only } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { identityKinds } from '../parties/identity-kinds.ts'
import { getPersonRow } from '../parties/store.ts'
import { findDuplicates, settleDuplicate } from './duplicates.ts'
import { findMergeStanding, mergePersons, previewMerge, unmergePerson } from './merge.ts'

/** Clerks and administrators who reach both. */
const mergers = only('clerk', 'administrator')

const PersonId = Type.String({ title: '服务对象', format: 'uuid' })
const OtherId = Type.String({ title: '另一份档案', format: 'uuid' })
const Reason = Type.String({ title: '理由', minLength: 4, maxLength: 300 })
const SeenVersion = (title: string) => Type.Integer({ title, minimum: 1 })

const SideView = Type.Object({
  id: Type.String(),
  name: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  identity: Nullable(Type.String()),
  identityKind: Nullable(Type.Enum([...identityKinds])),
  verification: Type.Enum(['none', 'declared', 'verified']),
  version: Type.Integer(),
  division: Type.String(),
  divisionName: Type.String(),
})

const findDuplicatesOperation = defineOperation({
  name: 'person.findDuplicates',
  summary: '疑似重复的服务对象',
  http: 'GET /duplicates',
  policy: mergers,
  personal: true,
  input: Type.Object(
    { after: Type.Optional(Type.String({ title: '翻页位置', maxLength: 100 })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    items: Type.Array(Type.Object({ sides: Type.Array(SideView), reasons: Type.Array(Type.String()) })),
    next: Nullable(Type.String()),
  }),
  handle: findDuplicates,
})

const settleOperation = defineOperation({
  name: 'person.settleDuplicate',
  summary: '核对后标为不是同一个人',
  http: 'POST /people/:id/not-duplicate',
  policy: mergers,
  input: Type.Object({ id: PersonId, otherId: OtherId, reason: Reason }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String() }),
  handle: settleDuplicate,
})

const previewOperation = defineOperation({
  name: 'person.previewMerge',
  summary: '核对要合并的两份档案，看合并会带来什么',
  http: 'GET /people/:id/merge/:mergedId',
  policy: mergers,
  personal: true,
  input: Type.Object({ id: PersonId, mergedId: OtherId }, { additionalProperties: false }),
  output: Type.Object({
    survivor: SideView,
    merged: SideView,
    moves: Type.Object({
      cases: Type.Integer(),
      facts: Type.Integer(),
      papers: Type.Integer(),
      notices: Type.Integer(),
      accounts: Type.Integer(),
    }),
    obstacles: Type.Array(Type.Object({ code: Type.String(), says: Type.String(), wayOut: Type.String() })),
  }),
  handle: previewMerge,
})

const mergeOperation = defineOperation({
  name: 'person.merge',
  summary: '把同一个人的另一份档案并入这一份',
  http: 'POST /people/:id/merge',
  policy: mergers,
  input: Type.Object(
    {
      id: PersonId,
      mergedId: OtherId,
      version: SeenVersion('您看到的保留档案版本'),
      mergedVersion: SeenVersion('您看到的并入档案版本'),
      reason: Reason,
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String() }),
  handle: mergePersons,
})

const unmergeOperation = defineOperation({
  name: 'person.unmerge',
  summary: '撤销档案合并',
  http: 'POST /people/:id/unmerge',
  policy: mergers,
  input: Type.Object({ id: PersonId, reason: Reason }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String() }),
  handle: unmergePerson,
})

const standingOperation = defineOperation({
  name: 'person.getMerges',
  summary: '这位服务对象的档案合并情况',
  http: 'GET /people/:id/merges',
  policy: only('clerk', 'reviewer', 'administrator'),
  input: Type.Object({ id: PersonId }, { additionalProperties: false }),
  output: Type.Object({
    mergedInto: Nullable(Type.String()),
    merged: Type.Array(
      Type.Object({
        id: Type.String(),
        reason: Type.String(),
        mergedAt: InstantText,
        by: Nullable(Type.String()),
      }),
    ),
  }),
  handle: (ctx, { id }) =>
    ctx.guarded(async (tx) => {
      await getPersonRow(tx, ctx.scope, id)
      return findMergeStanding(tx, id)
    }),
})

/** Persons registered twice: found, told apart, merged, un-merged. */
export const mergeOperations: readonly Operation[] = [
  findDuplicatesOperation,
  settleOperation,
  previewOperation,
  mergeOperation,
  unmergeOperation,
  standingOperation,
]
