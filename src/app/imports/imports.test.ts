import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, describe, test } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { testCity, xiling } from '../../../test/city.ts'
import { within } from '../../../test/people.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../../kernel/access/actor.ts'
import { everything } from '../../kernel/divisions/scope.ts'
import { forgetSheets } from '../../kernel/imports/store.ts'
import { importAsked, runImports } from '../../kernel/imports/work.ts'
import type { FileAnswer } from '../../kernel/operations/operation.ts'
import { makeResidentId } from '../../kernel/parties/demonstration-id.ts'
import { collectSheet, readSheet } from '../../kernel/sheets/read-sheet.ts'
import { parseDate } from '../../shared/dates.ts'
import { importServices } from '../modules.ts'

const city = await testCity()
after(() => city.close())
const { clerk, otherClerk, reviewer, cityClerk } = city.staff
const subscriber = runImports(
  city.platform,
  importServices(() => city.operations),
)

let numbers = 0
const person = () => {
  numbers += 1
  return { id: makeResidentId(parseDate('1991-06-01'), 500 + numbers), phone: `1921000${1000 + numbers}` }
}

interface View {
  state: string
  version: number
  fault: string | null
  total: number
  counts: Record<'good' | 'bad' | 'skipped' | 'written', number>
}
interface Lines {
  items: { line: number; reason: string; cells: string[] }[]
  next: number | null
}

/** Does what was asked of the worker. */
const work = (key: string) =>
  subscriber.handle({ id: 1, type: importAsked, version: 1, key, payload: {}, at: city.platform.now().toISOString() })

const upload = (actor: Actor, text: string | Buffer, kind = 'people') =>
  city.call<{ id: string; version: number }>(
    actor,
    'import.begin',
    { kind },
    {
      file: { name: '花名册.csv', stream: Readable.from([Buffer.from(text)]) },
    },
  )

const look = (actor: Actor, id: string) => city.call<View>(actor, 'import.get', { id })
const linesOf = (actor: Actor, id: string, show: string) => city.call<Lines>(actor, 'import.findLines', { id, show })
const isKnown = async (phone: string) =>
  (await city.call<{ items: unknown[] }>(cityClerk, 'person.find', { by: 'phone', value: phone })).items.length === 1

const messy = (good: { id: string; phone: string }[]) => {
  const [one, two] = good
  return [
    '2026年创业者花名册（示例）,,,,',
    '填表单位：西陵区,,,,',
    '序号,姓 名,身份证号码,联系电话,所属区县,出生日期',
    '一、城区,,,,,',
    `1,向小满,${one?.id},${one?.phone},西陵区,1991.6.1`,
    `2,覃知夏,’${two?.id}，,１９２１０００００２９,宜昌市西陵区,`,
    '3,望青禾,4.20502E+17,19210000021,西陵区,',
    '4,,429999199001010015,19210000022,伍家岗区,三月',
    `5,郑云舟,${one?.id},19210000023,西陵区,`,
    '6,屈星野,429999199001011,12345,西陵区,',
    '序号,姓 名,身份证号码,联系电话,所属区县,出生日期',
    '合计,6,,,,',
    '填表人：某某,,,,,',
  ].join('\r\n')
}

describe('an import of people', () => {
  test('is checked row by row by the rules that would write it, before anything is written', async () => {
    const one = person()
    const { id } = await upload(clerk, messy([one, person()]))
    assert.equal((await look(clerk, id)).state, 'checking')
    await work(id)
    const view = await look(clerk, id)
    assert.deepEqual([view.state, view.counts], ['ready', { good: 1, bad: 5, skipped: 6, written: 0 }])
    const { items } = await linesOf(clerk, id, 'bad')
    const reasons = Object.fromEntries(items.map(({ line, reason }) => [line, reason]))
    assert.match(String(reasons[6]), /号码|证件/)
    assert.match(String(reasons[7]), /末尾几位已经丢失/)
    assert.match(String(reasons[8]), /姓名：没有填写；所在地区：没有“伍家岗区”.*辖区.*；出生日期：“三月”不是一个日期/)
    assert.match(String(reasons[9]), /证件号码：和第 5 行重复/)
    assert.match(String(reasons[10]), /手机号/)
    const skipped = await linesOf(clerk, id, 'skipped')
    assert.deepEqual(
      skipped.items.map(({ line, reason }) => [line, reason]),
      [
        [1, '标题'],
        [2, '标题'],
        [4, '小标题'],
        [11, '表头'],
        [12, '合计'],
        [13, '说明'],
      ],
    )
    assert.equal(await isKnown(one.phone), false)
  })

  test('writes the good rows alone, and says in its report what became of each line', async () => {
    const one = person()
    const { id } = await upload(clerk, messy([one, person()]))
    await work(id)
    const { version } = await look(clerk, id)
    await city.call(clerk, 'import.commit', { id, version, mode: 'good' })
    await work(id)
    const view = await look(clerk, id)
    assert.deepEqual([view.state, view.counts.written, view.counts.bad], ['done', 1, 5])
    assert.equal(await isKnown(one.phone), true)
    await work(id)
    assert.equal((await look(clerk, id)).counts.written, 1)
    const report = await city.call<FileAnswer>(clerk, 'import.getReport', { id })
    const { lines } = await readSheet(await collectSheet(report.stream))
    assert.deepEqual(lines[0]?.cells.slice(0, 4), ['行号', '结果', '原因', '序号'])
    const written = lines.find(({ cells }) => cells[1] === '已导入')
    assert.deepEqual([written?.cells[0], written?.cells[5]], ['5', one.id])
  })

  test('writes all or nothing: what was taken meanwhile takes all of it back', async () => {
    const [one, two] = [person(), person()]
    const table = `姓名,身份证号,手机,地区\n向一,${one.id},${one.phone},西陵区\n向二,${two.id},${two.phone},${xiling}\n`
    const { id } = await upload(clerk, table)
    await work(id)
    const { version, counts } = await look(clerk, id)
    assert.deepEqual([counts.good, counts.bad], [2, 0])
    await city.call(clerk, 'import.commit', { id, version, mode: 'all' })
    await city.call(cityClerk, 'person.register', {
      name: '先到的人',
      phone: two.phone,
      identityNumber: person().id,
      division: xiling,
    })
    await work(id)
    const failed = await look(clerk, id)
    assert.equal(failed.state, 'failed')
    assert.match(String(failed.fault), /第 3 行：.*所有行都没有导入/)
    assert.equal(await isKnown(one.phone), false)

    const again = person()
    const next = await upload(clerk, table.replaceAll(two.phone, again.phone))
    await work(next.id)
    await city.call(clerk, 'import.commit', { id: next.id, version: 2, mode: 'all' })
    await work(next.id)
    assert.deepEqual([(await look(clerk, next.id)).counts.written, await isKnown(one.phone)], [2, true])
  })

  test('is refused where a row is bad and all are wanted, where it is stale, and where no row is good', async () => {
    const { id } = await upload(clerk, messy([person(), person()]))
    await work(id)
    assert.equal((await refusalOf(city.call(clerk, 'import.commit', { id, version: 2, mode: 'all' }))).code, 'bad-rows')
    assert.equal((await refusalOf(city.call(clerk, 'import.commit', { id, version: 1, mode: 'good' }))).code, 'stale')
    const none = await upload(clerk, '姓名,身份证号,手机\n甲,1,2\n')
    await work(none.id)
    assert.equal(
      (await refusalOf(city.call(clerk, 'import.commit', { id: none.id, version: 2, mode: 'good' }))).code,
      'nothing-good',
    )
  })

  test('has its columns assigned anew and is checked again', async () => {
    const one = person()
    const { id } = await upload(clerk, `姓名,身份证号,手机,备用,地区\n向三,${one.id},无,${one.phone},西陵区\n`)
    await work(id)
    assert.equal((await look(clerk, id)).counts.bad, 1)
    const mapping = ['name', 'identityNumber', 'phone', 'division'].map((key, index) => ({
      key,
      at: [0, 1, 3, 4][index],
    }))
    const refused = await refusalOf(
      city.call(clerk, 'import.mapColumns', {
        id,
        version: 2,
        mapping: [
          { key: 'name', at: 0 },
          { key: 'phone', at: 99 },
        ],
      }),
    )
    assert.deepEqual(
      refused.errors?.map(({ field }) => field),
      ['mapping.phone', 'mapping.identityNumber', 'mapping.division'],
    )
    await city.call(clerk, 'import.mapColumns', { id, version: 2, mapping })
    await work(id)
    assert.equal((await look(clerk, id)).counts.good, 1)
  })

  test('is not there for those beside, not for those who may not write a row, and goes when it is cancelled', async () => {
    const { id } = await upload(clerk, messy([person(), person()]))
    await work(id)
    assert.equal((await refusalOf(look(otherClerk, id))).status, 404)
    assert.equal((await refusalOf(upload(reviewer, 'x'))).status, 403)
    assert.equal((await look(cityClerk, id)).state, 'ready')
    await city.call(clerk, 'import.cancel', { id, version: 2 })
    assert.equal((await refusalOf(city.call(clerk, 'import.getReport', { id }))).status, 404)
  })

  test('a file without headings, a hostile one and one of another kind are refused before anything is kept', async () => {
    for (const text of ['1,2,3\n4,5,6\n', '%PDF-1.4', '']) {
      const { status, errors } = await refusalOf(upload(clerk, text))
      assert.deepEqual([status, errors?.[0]?.field], [422, 'file'])
    }
    assert.equal((await refusalOf(upload(clerk, '姓名,手机\n', 'nothing'))).errors?.[0]?.field, 'kind')
  })

  test('holds to the importer’s roles of the day, and is forgotten after a week', async () => {
    const { db, clock } = city.platform
    const { id } = await upload(otherClerk, `姓名,身份证号,手机,地区\n甲乙,${person().id},${person().phone},伍家岗区\n`)
    await work(id)
    await db
      .updateTable('role_grant')
      .set({ valid_to: '2026-11-23' })
      .where('account_id', '=', String(otherClerk.accountId))
      .execute()
    await city.call(otherClerk, 'import.commit', { id, version: 2, mode: 'good' })
    await work(id)
    assert.deepEqual([(await look(cityClerk, id)).state, (await look(cityClerk, id)).counts.written], ['failed', 0])
    clock.pass(8 * 24 * 60 * 60)
    await within(city.platform, everything, (tx) => forgetSheets(tx, clock.now()))
    const kept = await look(cityClerk, id)
    assert.equal((kept as unknown as { fileName: null }).fileName, null)
  })
})

describe('an import by an administrator', () => {
  test('makes institutions, then windows of them, then staff at those windows, and no people', async () => {
    const administrator = await placeStaff(city.platform.db, city.platform.now(), {
      role: 'administrator',
      division: xiling,
    })
    const run = async (kind: string, text: string) => {
      const { id } = await upload(administrator, text, kind)
      await work(id)
      const { version, counts } = await look(administrator, id)
      if (counts.bad > 0)
        return linesOf(administrator, id, 'bad').then(({ items }) => items.map(({ reason }) => reason))
      await city.call(administrator, 'import.commit', { id, version, mode: 'all' })
      await work(id)
      return (await look(administrator, id)).counts.written
    }
    assert.equal(await run('institutions', '单位名称,区县,联系电话\n示例中心,西陵区,0717-1234567\n'), 1)
    const windows = '窗口名称,所属机构,类别,地区,地址,电话\n示例一号厅,示例中心,窗口,西陵区,示例路 1 号,0717-1234567\n'
    assert.equal(await run('offices', windows), 1)
    const staff = '姓名,工号,岗位,辖区,部门\n示例员工,imported-1,窗口人员,西陵区,示例一号厅\n'
    assert.equal(await run('staff', staff), 1)
    assert.match(
      String(await run('staff', staff.replace('imported-1', 'imported-2').replace('西陵区', '伍家岗区'))),
      /辖区/,
    )
    assert.match(String(await run('staff', staff)), /登录名/)
    assert.equal((await refusalOf(upload(administrator, '姓名,手机\n'))).errors?.[0]?.field, 'kind')
  })
})
