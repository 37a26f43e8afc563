import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestItems } from './asked-items.ts'
import type { LoanView } from './loan-view.ts'

const paper = (kind: string, zh: string, files: number): LoanView['papers'][number] => ({
  kind,
  zh,
  why: '核对身份',
  required: true,
  files: Array.from({ length: files }, (_, index) => ({
    id: `${kind}${index}`,
    kind,
    name: 'a.pdf',
    mediaType: 'application/pdf',
    size: 1,
    uploadedAt: '2026-11-22T00:00:00.000Z',
  })),
})

const condition = (id: string, result: 'met' | 'unmet' | 'unknown') => ({
  id,
  result,
  says: `条件${id}`,
  why: '',
  article: { document: '', number: '', article: '' },
  articleText: '',
  evidence: [],
  uncertain: [],
  ...(result === 'unmet' ? { howTo: '请先还清。' } : {}),
})

const view = (part: Partial<Pick<LoanView, 'gaps' | 'papers' | 'judgement'>>) =>
  ({ gaps: [], papers: [], judgement: null, ...part }) as unknown as LoanView

test('what the system finds missing is ticked, by the names the applicant knows', () => {
  const items = suggestItems(
    view({
      gaps: [
        { field: 'businessAddress', code: 'required', message: '经营地址：还没有填写' },
        { field: 'papers.identity', code: 'required', message: '材料：还没有交「身份证正反面」' },
      ],
      papers: [paper('identity', '身份证正反面', 0)],
    }),
  )
  assert.deepEqual(items, [
    { key: 'businessAddress', item: '经营地址', says: '还没有填写，请补填。', chosen: true },
    { key: 'papers.identity', item: '身份证正反面', says: '请补交，核对身份。', chosen: true },
  ])
})

test('a required paper that is missing is asked for even where no gap names it', () => {
  const [item] = suggestItems(view({ papers: [paper('place', '经营场所证明', 0)] }))
  assert.deepEqual([item?.key, item?.chosen], ['papers.place', true])
})

test('conditions in doubt and papers handed in are offered, not ticked', () => {
  const judgement = { conditions: [condition('1', 'met'), condition('2', 'unmet'), condition('3', 'unknown')] }
  const items = suggestItems(
    view({ judgement: judgement as unknown as LoanView['judgement'], papers: [paper('plan', '创业计划', 1)] }),
  )
  assert.deepEqual(
    items.map(({ key, says, chosen }) => [key, says, chosen]),
    [
      ['conditions.2', '请先还清。', false],
      ['conditions.3', '请提供能证明符合这一条的材料。', false],
      ['again.plan', '已交的看不清或不完整，请重新拍照上传。', false],
    ],
  )
})
