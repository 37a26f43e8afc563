import { readFile } from 'node:fs/promises'
import { type CalendarDate, parseDate } from '../../shared/dates.ts'
import { notFound } from '../../shared/errors.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type DivisionCode, type DivisionLevel, parseDivisionCode, prefixOf } from './division.ts'

export interface Division {
  code: DivisionCode
  name: string
  level: DivisionLevel
  parent: DivisionCode | null
  validFrom: CalendarDate
  /** First day on which the code no longer holds; null while it does. */
  validTo: CalendarDate | null
  /** The code that open cases follow when this one ends. */
  replacedBy: DivisionCode | null
  /** True for the streets and communities of the demonstration city. */
  invented: boolean
}

export interface DivisionFilter {
  /** The day on which the divisions hold. */
  on: CalendarDate
  parent?: DivisionCode
  level?: DivisionLevel
  /** The division itself and all beneath it. */
  within?: DivisionCode
}

/** The day of which the seeded divisions are a picture. */
const SNAPSHOT_DAY = parseDate('2023-06-30')

/** Divisions that hold on a day, by code. They are public: no scope limits who may read them. */
export async function findDivisions(db: Db, { on, parent, level, within }: DivisionFilter): Promise<Division[]> {
  let query = selectDivisions(db, on).orderBy('code')
  if (parent) query = query.where('parent', '=', parent)
  if (level) query = query.where('level', '=', level)
  if (within) query = query.where('code', 'like', `${prefixOf(within)}%`)
  return (await query.execute()) as Division[]
}

/** The division of a code on a day. Throws a Refusal (404) when there is none. */
export async function getDivision(db: Db, code: DivisionCode, on: CalendarDate): Promise<Division> {
  const division = await selectDivisions(db, on).where('code', '=', code).executeTakeFirst()
  if (!division) throw notFound('这个地区')
  return division as Division
}

function selectDivisions(db: Db, on: CalendarDate) {
  return db
    .selectFrom('division')
    .select([
      'code',
      'name',
      'level',
      'parent',
      'valid_from as validFrom',
      'valid_to as validTo',
      'replaced_by as replacedBy',
      'invented',
    ])
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
}

/** Enters the real divisions that the table does not have yet: one province down to its counties. */
export async function seedDivisions(tx: Tx): Promise<void> {
  await seedFrom(tx, 'hubei-2023.csv', false)
}

/** Enters the invented streets and communities of the demonstration city. */
export async function seedDemonstrationDivisions(tx: Tx): Promise<void> {
  await seedFrom(tx, 'demonstration-streets.csv', true)
}

async function seedFrom(tx: Tx, file: string, invented: boolean): Promise<void> {
  await tx
    .insertInto('division')
    .values((await readDivisions(file)).map((row) => ({ ...row, invented, valid_from: SNAPSHOT_DAY })))
    .onConflict((conflict) => conflict.columns(['code', 'valid_from']).doNothing())
    .execute()
}

async function readDivisions(file: string) {
  const text = await readFile(new URL(`./data/${file}`, import.meta.url), 'utf8')
  const [, ...lines] = text.trimEnd().split('\n')
  return lines.map((line) => {
    const [code = '', name = '', level = '', parent = ''] = line.split(',')
    return { code: parseDivisionCode(code), name, level, parent: parent ? parseDivisionCode(parent) : null }
  })
}
