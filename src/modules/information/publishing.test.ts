import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { placeStaff } from '../../../test/accounts.ts'
import { testCity, wujiagang, xiling, yichang } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import { type Actor, anonymous } from '../../kernel/access/actor.ts'
import { isFor } from '../../kernel/cases/available-actions.ts'
import type { Action, Flow } from '../../kernel/cases/flow.ts'
import { verifyFlowEvents } from '../../kernel/cases/flow-history.ts'
import { policyFlow } from './flow.ts'
import { explainNumber } from './rules/policy-content.ts'
import { type PolicyContent, type PolicyReceipt, WorkView } from './schema/desk.ts'
import type { Comparison, PolicyView } from './schema.ts'
import { emptyContent } from './service/content.ts'
import { passTime } from './service/review-version.ts'

const city = await testCity()
after(() => city.close())
const { call, platform } = city
const { db } = platform
const editorIn = (division: string) => placeStaff(db, platform.now(), { role: 'editor', division })
const [one, two, beside, above, reviewer] = [
  await editorIn(xiling),
  await editorIn(xiling),
  await editorIn(wujiagang),
  await editorIn(yichang),
  await placeStaff(db, platform.now(), { role: 'reviewer', division: xiling }),
]

let made = 0

const written = (otherwise: Partial<PolicyContent> = {}): PolicyContent => ({
  ...emptyContent,
  title: `西陵区创业补贴实施细则之${made}`,
  level: 'county',
  division: xiling,
  issuer: '西陵区人力资源和社会保障局（演示）',
  number: `演示西文〔2026〕${made}号`,
  topic: 'subsidy',
  issuedOn: '2026-11-02',
  effectiveOn: '2026-11-10',
  expiresOn: '2027-12-31',
  sourceSays: '为测试编写',
  card: { who: '首次创业的人员', howMuch: '5000 元', bring: ['身份证'], howLong: '10 个工作日', where: '区窗口' },
  body: [
    { kind: 'heading', text: '第一条' },
    { kind: 'paragraph', text: '首次创业满六个月的，给予一次性创业补贴。' },
    {
      kind: 'table',
      rows: [
        ['类别', '金额'],
        ['个体工商户', '5000 元'],
      ],
    },
  ],
  ...otherwise,
})

const seen = ({ slug, edition, version }: PolicyReceipt) => ({ slug, edition, version })
const act = (actor: Actor, verb: string, receipt: PolicyReceipt, input: object = {}) =>
  call<PolicyReceipt>(actor, `policyWork.${verb}`, { ...seen(receipt), ...input })
const work = (actor: Actor, slug: string) => call<WorkView>(actor, 'policyWork.get', { slug })
const read = (slug: string) => call<PolicyView>(anonymous, 'policy.get', { slug })
const collect = (actor: Actor) => {
  made += 1
  return call<PolicyReceipt>(actor, 'policyWork.collect', { title: `试收集的第 ${made} 份文件`, anyway: true })
}

const reason = '原文发布有误，等重新核对。'
const remarks = [{ place: '正文第 2 段', says: '补上申请的期限。' }]

/** A policy brought as far as a state, by `one` writing and `two` reviewing. */
async function policyIn(state: string, content: Partial<PolicyContent> = {}, actor = one): Promise<PolicyReceipt> {
  let receipt = await collect(actor)
  if (state === 'collected') return receipt
  if (state === 'discarded') return act(actor, 'discard', receipt, { reason })
  receipt = await act(actor, 'save', receipt, { content: written(content) })
  receipt = await act(actor, 'organise', receipt)
  if (state === 'organised') return receipt
  receipt = await act(actor, 'submit', receipt)
  if (state === 'inReview') return receipt
  if (state === 'scheduled') return act(two, 'schedule', receipt, { publishOn: '2026-12-01' })
  receipt = await act(two, 'publish', receipt)
  if (state === 'takenDown') return act(two, 'withdraw', receipt, { reason })
  return receipt
}

const verbs: Readonly<Record<string, [verb: string, input?: object]>> = {
  organise: ['organise'],
  submit: ['submit'],
  publish: ['publish'],
  schedule: ['schedule', { publishOn: '2026-12-01' }],
  return: ['return', { remarks }],
  discard: ['discard', { reason }],
  takeDown: ['withdraw', { reason }],
}

const flow: Flow = policyFlow
const states = Object.keys(flow.steps).filter((state) => state !== 'superseded')

describe('the flow of a policy, state by action by who', () => {
  for (const state of states) {
    test(`allows from ${state} what the flow says, and the database and the guard nothing else`, async () => {
      for (const [name, [verb, input]] of Object.entries(verbs)) {
        const action = flow.actions[name] as Action
        const tries: [actor: Actor, who: string][] = [
          [reviewer, 'no editor'],
          [beside, 'beside'],
          [one, 'writer'],
          [two, 'second'],
        ]
        for (const [actor, who] of tries) {
          let receipt = await policyIn(state)
          // Saved by the writer, so that nothing is missing where it may be handed in.
          if (state === 'collected') receipt = await act(one, 'save', receipt, { content: written() })
          const attempt = act(actor, verb, receipt, input)
          const cell = `${state} ${name} ${who}`
          if (who === 'no editor') assert.equal((await refusalOf(attempt)).status, 403, cell)
          else if (who === 'beside') assert.equal((await refusalOf(attempt)).status, 404, cell)
          else if (!action.from.includes(state) || (who === 'writer' && action.unless)) {
            assert.equal((await refusalOf(attempt)).status, 409, cell)
          } else assert.equal((await attempt).state, action.to, cell)
        }
      }
    })
  }

  test('moves by itself what no button moves', () => {
    const standing = { state: 'published', version: 1, partyId: null, performed: {} }
    const viewer = { accountId: 'x', partyId: null, roles: ['editor' as const] }
    assert.equal(isFor(flow, flow.actions.supersede as Action, standing, viewer), false)
  })
})

test('two people: who edited last does not review, in words; after someone else has edited they may', async () => {
  const receipt = await policyIn('inReview')
  const refused = await refusalOf(act(one, 'publish', receipt))
  assert.match(refused.detail ?? '', /另一位信息员审核/)
  const view = await work(one, receipt.slug)
  assert.ok(Compile(WorkView).Check(view))
  assert.deepEqual(
    view.actions.map(({ action, allowed }) => [action, allowed]),
    [
      ['publish', false],
      ['schedule', false],
      ['return', false],
    ],
  )
  const returned = await act(two, 'return', receipt, { remarks })
  assert.deepEqual((await work(one, receipt.slug)).remarks, remarks)
  const edited = await act(two, 'save', returned, { content: written({ title: '由第二人改过标题的细则' }) })
  const again = await act(two, 'submit', edited)
  assert.equal((await refusalOf(act(two, 'publish', again))).code, 'not-allowed-now')
  assert.equal((await act(one, 'publish', again)).state, 'published')
})

test('a stale version is refused with what is, and a key used twice acts once', async () => {
  const receipt = await policyIn('organised')
  await act(one, 'save', receipt, { content: written() })
  const refused = await refusalOf(act(two, 'save', receipt, { content: written() }))
  assert.deepEqual([refused.status, refused.code], [409, 'stale'])
  const idempotencyKey = 'f6bb0a1e-9d3c-4b5c-8b9e-0f4d1c2a3b4c'
  const input = { title: '只该收集一次的通知文件', anyway: true }
  const first = await call(one, 'policyWork.collect', input, { idempotencyKey })
  assert.deepEqual(await call(one, 'policyWork.collect', input, { idempotencyKey }), first)
})

test('every gap is told at once, and bad input names its field', async () => {
  const receipt = await policyIn('organised')
  const bare = { ...emptyContent, title: '只有标题的文件' }
  const saved = await act(one, 'save', receipt, { content: bare })
  const refused = await refusalOf(act(one, 'submit', saved))
  assert.equal(refused.status, 422)
  const fields = refused.errors?.map(({ field }) => field) ?? []
  for (const field of ['level', 'division', 'issuer', 'topic', 'issuedOn', 'card.who', 'card.bring', 'body']) {
    assert.ok(fields.includes(field), field)
  }
  const wrong: [Partial<PolicyContent>, string][] = [
    [{ issuedOn: '2026-02-30' }, 'issuedOn'],
    [{ effectiveOn: '2026-05-01', expiresOn: '2026-04-01' }, 'expiresOn'],
    [{ sourceAddress: 'javascript:alert(1)' }, 'sourceAddress'],
    [{ division: wujiagang }, 'division'],
    [{ links: [{ kind: 'amends', slug: receipt.slug }] }, 'links'],
    [{ links: [{ kind: 'amends', slug: 'no-such-policy' }] }, 'links'],
  ]
  for (const [content, field] of wrong) {
    const { status, errors } = await refusalOf(act(one, 'save', saved, { content: written(content) }))
    assert.deepEqual([status, errors?.[0]?.field], [422, field])
  }
  const unheard = await refusalOf(call(one, 'policyWork.collect', { title: '短' }))
  assert.equal(unheard.errors?.[0]?.field, 'title')
})

test('one that is like another is told before it is collected twice', async () => {
  const receipt = await policyIn('published')
  const { content } = await work(one, receipt.slug)
  const again = { title: '完全另外一个名字的通知', number: content.number.replace('〔', '[').replace('〕', ']') }
  const refused = await refusalOf(call(one, 'policyWork.collect', again))
  assert.deepEqual([refused.status, refused.code], [409, 'alike'])
  assert.match(refused.detail ?? '', new RegExp(content.title))
})

test('a document’s number has its form, and the probable one is told', () => {
  for (const number of [
    '',
    '财金〔2023〕75号',
    '演示宜文〔2026〕3号',
    '国务院令第722号',
    '财政部 税务总局公告2023年第15号'.replace(' ', ''),
  ])
    assert.equal(explainNumber(number), null, number)
  assert.match(explainNumber('财金[2023]75号') ?? '', /财金〔2023〕75号/)
  assert.match(explainNumber('财金（2023）第75号') ?? '', /财金〔2023〕75号/)
  assert.match(explainNumber('七十五号') ?? '', /机关代字/)
})

test('a published version never changes, and a new one takes its place with what it changed', async () => {
  const receipt = await policyIn('published')
  const before = await read(receipt.slug)
  await assert.rejects(
    db.updateTable('policy_version').set({ title: '改掉' }).where('title', '=', before.title).execute(),
    /never changes/,
  )
  const second = await call<PolicyReceipt>(two, 'policyWork.revise', { slug: receipt.slug })
  assert.equal((await refusalOf(call(one, 'policyWork.revise', { slug: receipt.slug }))).code, 'already-open')
  const { content } = await work(two, receipt.slug)
  const body = content.body.map((block) =>
    block.kind === 'paragraph' ? { ...block, text: '首次创业满三个月的，给予一次性创业补贴。' } : block,
  )
  const changed = { ...content, body: [...body, { kind: 'paragraph' as const, text: '本细则由区人社局解释。' }] }
  const saved = await act(two, 'save', second, { content: changed })
  assert.deepEqual(
    (await refusalOf(act(two, 'submit', saved))).errors?.map(({ field }) => field),
    ['changeNote'],
  )
  const noted = await act(two, 'save', saved, { content: { ...changed, changeNote: '创业满三个月就可以申请' } })
  assert.deepEqual(await read(receipt.slug), before)
  await act(one, 'publish', await act(two, 'submit', noted))
  const now = await read(receipt.slug)
  assert.deepEqual([now.edition, now.editions, now.changeNote], [2, 2, '创业满三个月就可以申请'])
  const compared = await call<Comparison>(anonymous, 'policy.compare', { slug: receipt.slug, from: '1', to: '2' })
  const [text, added] = compared.changes
  assert.deepEqual([compared.changes.length, compared.unchanged], [2, 2])
  assert.ok(text?.parts.some(({ kind, text: part }) => kind === 'added' && part.includes('三')))
  assert.ok(text?.parts.some(({ kind, text: part }) => kind === 'removed' && part.includes('六')))
  assert.deepEqual(added?.parts, [{ kind: 'added', text: '本细则由区人社局解释。' }])
  const { items } = await call<{ items: { edition: number; state: string }[] }>(anonymous, 'policy.findVersions', {
    slug: receipt.slug,
  })
  assert.deepEqual(
    items.map(({ edition, state }) => [edition, state]),
    [
      [2, 'published'],
      [1, 'superseded'],
    ],
  )
})

test('what is not published is seen by nobody but its editors and those above them', async () => {
  const receipt = await policyIn('inReview')
  assert.equal((await refusalOf(read(receipt.slug))).status, 404)
  assert.equal((await refusalOf(work(beside, receipt.slug))).status, 404)
  assert.equal((await work(above, receipt.slug)).slug, receipt.slug)
  const lists = await Promise.all(
    [beside, above].map((actor) =>
      call<{ items: { slug: string }[] }>(actor, 'policyWork.find', { state: 'inReview', q: String(made) }),
    ),
  )
  assert.deepEqual(
    lists.map(({ items }) => items.some(({ slug }) => slug === receipt.slug)),
    [false, true],
  )
  const asked = { slug: receipt.slug, from: '1', to: '1' }
  assert.equal((await refusalOf(call(anonymous, 'policy.compare', asked))).status, 404)
})

interface Found {
  items: { ref: string; note: string }[]
}

const search = async (title: string, slug: string) =>
  (await call<Found>(anonymous, 'search.find', { q: title })).items.find(({ ref }) => ref === slug)

test('what one replaces says so everywhere, and holds again when that one is taken down', async () => {
  const old = await policyIn('published', { title: '西陵区夜市摊位补贴旧办法' })
  const links = [{ kind: 'replaces' as const, slug: old.slug }]
  const next = await policyIn('published', { title: '西陵区夜市摊位补贴新办法', effectiveOn: '2026-11-20', links })
  const after = await read(old.slug)
  assert.equal(after.standing, 'replaced')
  assert.deepEqual(
    after.links.map(({ relation, slug }) => [relation, slug]),
    [['replacedBy', next.slug]],
  )
  assert.equal((await search('西陵区夜市摊位补贴旧办法', old.slug))?.note, '已被替代')
  const [cited] = (await read(next.slug)).links
  assert.equal(cited?.standingLabel, '已被替代')
  const list = await call<{ items: { slug: string; standing: string }[] }>(anonymous, 'policy.find', {
    standing: 'replaced',
    division: xiling,
  })
  assert.ok(list.items.some(({ slug }) => slug === old.slug))
  await act(one, 'withdraw', { ...next, version: next.version }, { reason })
  const gone = await read(next.slug)
  assert.deepEqual([gone.standing, gone.withdrawn?.reason, gone.body, gone.card], ['withdrawn', reason, [], null])
  assert.equal(await search('西陵区夜市摊位补贴新办法', next.slug), undefined)
  assert.equal((await read(old.slug)).standing, 'current')
  assert.equal((await search('西陵区夜市摊位补贴旧办法', old.slug))?.note, '')
})

test('links that would lead round in a circle are refused, with the way they go', async () => {
  const first = await policyIn('published', { title: '绕圈的第一份文件' })
  const second = await policyIn('published', {
    links: [{ kind: 'amends', slug: first.slug }],
    title: '绕圈的第二份文件',
  })
  const open = await call<PolicyReceipt>(one, 'policyWork.revise', { slug: first.slug })
  const content = written({ links: [{ kind: 'implements', slug: second.slug }], changeNote: '补配套关系' })
  const refused = await refusalOf(act(one, 'save', open, { content }))
  assert.deepEqual([refused.status, refused.errors?.[0]?.code], [422, 'circle'])
  assert.match(refused.detail ?? '', /绕圈的第二份文件/)
})

test('time publishes on the day, warns before the end, and lets go out of force', async () => {
  const receipt = await policyIn('scheduled', { expiresOn: '2026-12-20', title: '到日子自己发布的文件' })
  const past = await refusalOf(act(two, 'schedule', await policyIn('inReview'), { publishOn: '2026-11-23' }))
  assert.equal(past.errors?.[0]?.field, 'publishOn')
  const start = platform.now()
  await passTime(platform)
  assert.equal((await refusalOf(read(receipt.slug))).status, 404)
  platform.clock.set('2026-11-30T16:00:00Z')
  await passTime(platform)
  await passTime(platform)
  assert.equal((await read(receipt.slug)).standing, 'current')
  const desk = () => call<{ tasks: { slug: string; daysLeft: number }[] }>(one, 'policyWork.find', {})
  assert.deepEqual(
    (await desk()).tasks.filter(({ slug }) => slug === receipt.slug),
    [{ slug: receipt.slug, title: '到日子自己发布的文件', kindLabel: '即将到期', dueOn: '2026-12-20', daysLeft: 19 }],
  )
  await call(one, 'policyWork.settleTask', { slug: receipt.slug })
  assert.ok((await desk()).tasks.every(({ slug }) => slug !== receipt.slug))
  platform.clock.set('2026-12-20T16:00:00Z')
  await passTime(platform)
  assert.equal((await read(receipt.slug)).standing, 'expired')
  assert.equal((await search('到日子自己发布的文件', receipt.slug))?.note, '已到期')
  assert.equal((await work(one, receipt.slug)).history.at(-1)?.role, 'system')
  platform.clock.set(start)
})

test('the history of all that was done here holds together', async () => {
  const { entries, findings } = await verifyFlowEvents(db)
  assert.ok(entries > 100)
  assert.deepEqual(findings, [])
})
