import type { CalendarDate } from '../../shared/dates.ts'
import type { Db } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import type { ReadingContext } from './import-kind.ts'

/** Names that stand for one thing only; what two things are called names neither. */
function unambiguous(pairs: readonly (readonly [name: string, value: string])[]): ReadonlyMap<string, string> {
  const named = Map.groupBy(pairs, ([name]) => name)
  return new Map(
    [...named].flatMap(([name, found]) => {
      const values = new Set(found.map(([, value]) => value))
      const [only] = values
      return values.size === 1 && only !== undefined ? [[name, only] as const] : []
    }),
  )
}

/** What the cells of a file may name: the divisions and offices that the importer reaches. */
export async function readContext(db: Db, scope: RegionScope, today: CalendarDate): Promise<ReadingContext> {
  const places = await db
    .selectFrom('division')
    .leftJoin('division as parent', (join) =>
      join.onRef('parent.code', '=', 'division.parent').on('parent.valid_to', 'is', null),
    )
    .select(['division.code', 'division.name', 'parent.name as parentName'])
    .where('division.valid_from', '<=', today)
    .where((where) => where.or([where('division.valid_to', 'is', null), where('division.valid_to', '>', today)]))
    .where(withinScope(scope, 'division.code'))
    .execute()
  const offices = await db.selectFrom('office').select(['id', 'name']).where(withinScope(scope, 'division')).execute()
  const institutions = await db
    .selectFrom('institution')
    .select(['id', 'name'])
    .where(withinScope(scope, 'division'))
    .execute()
  return {
    divisions: unambiguous(
      places.flatMap(({ code, name, parentName }) => [
        [code, code],
        [name, code],
        [`${parentName ?? ''}${name}`, code],
      ]),
    ),
    offices: unambiguous(offices.map(({ id, name }) => [name, id])),
    institutions: unambiguous(institutions.map(({ id, name }) => [name, id])),
  }
}
