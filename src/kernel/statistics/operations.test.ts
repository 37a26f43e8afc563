import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import ExcelJS from 'exceljs'
import { Compile } from 'typebox/compile'
import { placeStaff } from '../../../test/accounts.ts'
import { loanIn, testCity, wujiagang, xiling, yichang } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import { anonymous } from '../access/actor.ts'
import type { FileAnswer } from '../operations/operation.ts'
import { FiguresView, PublicFigures } from './schema.ts'

const city = await testCity()
after(() => city.close())
const { call, platform, staff } = city
const { db } = platform
const auditor = await placeStaff(db, platform.now(), { role: 'auditor', division: yichang })
const elsewhere = await placeStaff(db, platform.now(), { role: 'auditor', division: wujiagang })

for (const state of ['submitted', 'supplement', 'accepted', 'recommended', 'rejected', 'withdrawn']) {
  await loanIn(city, await city.person(), state)
}

const period = { from: '2026-11-01', to: '2026-11-30' }
const figures = (actor: typeof auditor, asked: object = {}) =>
  call<FiguresView>(actor, 'statistics.get', { ...period, ...asked })
const figureOf = ({ numbers }: Pick<FiguresView, 'numbers'>, key: string) =>
  numbers.find((one) => one.key === key)?.value

test('the numbers are those of what happened, with what is now, and each says what it means', async () => {
  const view = await figures(auditor)
  assert.ok(Compile(FiguresView).Check(view))
  const told = Object.fromEntries(view.numbers.map(({ key, value }) => [key, value]))
  assert.deepEqual(
    { ...told, 'policies.reads': 0 },
    {
      received: 6,
      accepted: 3,
      done: 1,
      refused: 1,
      withdrawn: 1,
      onTime: 10_000,
      open: 3,
      overdue: 0,
      rated: 0,
      content: null,
      'policies.published': 0,
      'policies.expired': 0,
      'policies.withdrawn': 0,
      'policies.reads': 0,
    },
  )
  assert.ok(view.numbers.every(({ meaning, zh }) => meaning.length > 5 && zh.length > 1))
  assert.deepEqual([view.previousFrom, view.previousTo], ['2026-10-02', '2026-10-31'])
  assert.equal(view.refusals[0]?.count, 1)
})

test('all of it goes out as a workbook of text, division and period in its head', async () => {
  const answer = await call<FileAnswer>(auditor, 'statistics.export', period)
  assert.equal(answer.name, '统计-2026-11-01-2026-11-30.xlsx')
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.read(answer.stream)
  const rows = workbook.worksheets[0]?.getSheetValues().map((row) => (Array.isArray(row) ? row.slice(1) : []))
  assert.deepEqual(rows?.[1]?.slice(1, 3), ['宜昌市', '2026-11-01 至 2026-11-30'])
  assert.ok(rows?.some(([name, now]) => name === '收件' && now === '6'))
  assert.ok(rows?.some(([name, received]) => name === '西陵区' && received === '6'))
  assert.equal((await refusalOf(call(elsewhere, 'statistics.export', { ...period, division: xiling }))).status, 404)
})

test('the funnel stands on the flow’s own chart, its shares those of what left each box', async () => {
  const [funnel] = (await figures(auditor)).funnels
  assert.ok(funnel)
  const entered = Object.fromEntries(funnel.boxes.map(({ id, entered: count }) => [id, count]))
  assert.deepEqual(entered, { policy: 0, apply: 6, accept: 6, review: 3, refuse: 1, investigate: 1 })
  const arrow = funnel.arrows.find(({ from, to }) => from === 'accept' && to === 'review')
  assert.deepEqual([arrow?.count, arrow?.share], [3, 7500])
})

test('a division is gone down into and shows what lies beneath it; beside it nothing is there', async () => {
  const whole = await figures(auditor)
  assert.deepEqual(
    whole.children.map(({ code, name, received }) => [code, name, received]),
    [[xiling, '西陵区', 6]],
  )
  const below = await figures(auditor, { division: xiling })
  assert.deepEqual(
    below.trail.map(({ code }) => code),
    [yichang, xiling],
  )
  assert.equal(below.children[0]?.name, '本级')
  assert.equal(figureOf(await figures(elsewhere), 'received'), 0)
  assert.equal((await refusalOf(figures(elsewhere, { division: xiling }))).status, 404)
  assert.equal((await refusalOf(figures(staff.clerk as typeof auditor))).status, 403)
  assert.equal(figureOf(await figures(staff.reviewer as typeof auditor), 'received'), 6)
})

test('wrong periods and services are refused, naming the field', async () => {
  const wrong: [object, string][] = [
    [{ from: '2026-02-30' }, 'from'],
    [{ to: '2026-10-01' }, 'to'],
    [{ from: '2020-01-01' }, 'to'],
    [{ service: 'nothing' }, 'service'],
    [{ division: '42' }, 'division'],
  ]
  for (const [asked, field] of wrong) {
    const { status, errors } = await refusalOf(figures(auditor, asked))
    assert.deepEqual([status, errors?.[0]?.field], [422, field])
  }
})

test('what everyone may see holds no count below five', async () => {
  platform.clock.set('2026-11-24T02:00:00Z')
  const view = await call<PublicFigures>(anonymous, 'statistics.getPublic')
  assert.ok(Compile(PublicFigures).Check(view))
  assert.deepEqual([view.from, view.to], ['2025-11-24', '2026-11-23'])
  assert.deepEqual(
    view.numbers.map(({ key, value }) => [key, value]),
    [
      ['received', 6],
      ['done', null],
      ['onTime', 10_000],
      ['rated', null],
      ['content', null],
    ],
  )
  const [loan] = view.services
  assert.deepEqual([loan?.received, loan?.done], [6, null])
})
