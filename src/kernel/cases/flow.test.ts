import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loanFlow } from '../../modules/financing/flow.ts'
import { defineFlow, type Flow, getStep, stateLabel } from './flow.ts'

const term = (zh: string) => ({ zh, meaning: zh })

/** A flow of two steps that hangs together; each test spoils one thing of it. */
const sound: Flow = {
  service: 'trial',
  prefix: 'SY',
  version: 1,
  terms: { trial: term('试办'), draft: term('草稿'), closed: term('已办结') },
  initial: 'draft',
  steps: {
    draft: { box: 'apply', by: 'applicant', doing: '您正在填写' },
    closed: { box: 'close', end: 'done', doing: '已办结' },
  },
  actions: { close: { from: ['draft'], to: 'closed', button: '办结' } },
  chart: {
    boxes: [
      { id: 'apply', zh: '申请' },
      { id: 'close', zh: '办结' },
    ],
    edges: [{ from: 'apply', to: 'close' }],
  },
}

const { draft, closed } = sound.steps as Record<'draft' | 'closed', Flow['steps'][string]>
const { close } = sound.actions as Record<'close', Flow['actions'][string]>

const faults: [name: string, spoiled: Partial<Flow>, message: RegExp][] = [
  ['a step in a box that the chart lacks', { steps: { draft: { ...draft, box: 'attic' }, closed } }, /draft .* attic/],
  ['a step without a word', { terms: { trial: term('试办'), draft: term('草稿') } }, /closed has no term/],
  ['a service without a word', { terms: { draft: term('草稿'), closed: term('已办结') } }, /trial has no term/],
  [
    'a step that nobody moves on',
    { steps: { draft: { box: 'apply', doing: '' }, closed } },
    /draft neither ends nor says/,
  ],
  ['a beginning that is no step', { initial: 'dawn' }, /begins with step dawn/],
  ['an action to no step', { actions: { close: { ...close, to: 'heaven' } } }, /close speaks of step heaven/],
  ['an action from no step', { actions: { close: { ...close, from: ['hell'] } } }, /close speaks of step hell/],
  [
    'an action that is nobody’s',
    { actions: { close, revive: { from: ['closed'], to: 'draft', button: '重开' } } },
    /revive .* closed .* nobody/,
  ],
  ['an open step without a way out', { actions: {} }, /draft has no way out/],
  [
    'an arrow to a box that is not there',
    { chart: { ...sound.chart, edges: [{ from: 'apply', to: 'attic' }] } },
    /arrow .* attic/,
  ],
]

describe('a flow', () => {
  it('that hangs together is taken as it is', () => assert.equal(defineFlow(sound), sound))

  for (const [name, spoiled, message] of faults) {
    it(`with ${name} does not load`, () => {
      assert.throws(() => defineFlow({ ...sound, ...spoiled }), message)
    })
  }

  it('calls its states by their words, and an unknown one by its name', () => {
    assert.equal(stateLabel(sound, 'closed'), '已办结')
    assert.equal(stateLabel(sound, 'nowhere'), 'nowhere')
  })

  it('knows its own steps only', () => {
    assert.equal(getStep(sound, 'draft'), draft)
    assert.throws(() => getStep(sound, 'nowhere'), /trial has no step nowhere/)
  })

  it('such as the loan’s can be gone through: every step lies on a way from its beginning', () => {
    const reached = new Set<string>([loanFlow.initial])
    for (const before of reached) {
      for (const { from, to } of Object.values(loanFlow.actions))
        if (from.some((one) => one === before)) reached.add(to)
    }
    assert.deepEqual([...reached].sort(), Object.keys(loanFlow.steps).sort())
  })
})
