import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  countSegments,
  fillText,
  findTextFaults,
  type TemplateTexts,
  type TemplateVariables,
  textParts,
} from './template-text.ts'
import { defineTemplates, mergeTemplates } from './templates.ts'

const variables: TemplateVariables = {
  number: { zh: '办件编号', kind: 'text', sample: 'DK1' },
  code: { zh: '验证码', kind: 'code', sample: '123456', personal: true },
}
const good: TemplateTexts = {
  noticeTitle: '题目',
  noticeBody: '{办件编号} 办好了。',
  sms: '{办件编号}，{ 验证码 }',
  emailSubject: '主题',
  emailBody: '第一行\n\n{验证码}',
}

const faults: [what: string, change: TemplateTexts, code: string, says: RegExp][] = [
  ['an unknown variable', { sms: '{申请人姓名} 您好' }, 'variable', /短信：没有“\{申请人姓名\}”这个变量.*\{办件编号\}/],
  ['an empty variable', { sms: '{} 您好' }, 'variable', /没有“\{\}”/],
  ['a brace alone', { sms: '办件编号} 您好' }, 'braces', /要成对/],
  ['a brace in a brace', { sms: '{{办件编号} 您好' }, 'braces', /要成对/],
  ['personal data in a notice', { noticeBody: '{验证码}' }, 'personal', /“\{验证码\}”是个人信息/],
  ['personal data in a subject', { emailSubject: '{验证码}' }, 'personal', /只能写在短信和邮件正文里/],
  ['an empty part', { noticeTitle: ' ' }, 'required', /还没有填写站内通知标题/],
  ['a line break in an SMS', { sms: '一\n二' }, 'characters', /换行/],
  ['a line break in a subject', { emailSubject: '一\r\nBcc: x@y' }, 'characters', /换行/],
  ['a signature', { sms: '【别处】您好' }, 'signature', /签名“【启创】”由系统加上/],
  ['too long an SMS', { sms: '长'.repeat(350) }, 'length', /是 6 条短信，最多 5 条/],
  ['too long a title', { noticeTitle: '长'.repeat(61) }, 'length', /最多 60 个字，现在是 61 个/],
]

describe('texts of a template', () => {
  it('that fit have no fault', () => assert.deepEqual(findTextFaults(good, variables, textParts), []))

  for (const [what, change, code, says] of faults) {
    it(`are refused with ${what}`, () => {
      const found = findTextFaults({ ...good, ...change }, variables, textParts)
      assert.deepEqual(
        found.map((fault) => fault.code),
        [code],
      )
      assert.match(found[0]?.message ?? '', says)
    })
  }

  it('must have what is required, and only the parts that the template has', () => {
    const required = { code: { ...variables.code, zh: '验证码', kind: 'code', sample: '1', required: true } } as const
    assert.deepEqual(
      findTextFaults({ sms: '您好' }, required, ['sms']).map(({ code }) => code),
      ['missing'],
    )
    assert.deepEqual(
      findTextFaults({ sms: '您好', noticeTitle: '题' }, {}, ['sms']).map(({ code }) => code),
      ['absent'],
    )
  })

  it('are checked at load', () => {
    const draft = { zh: '一', topic: 'case', variables: {}, texts: { sms: '{谁}' } } as const
    assert.throws(() => defineTemplates({ one: draft }), /Template one: .*\{谁\}/)
    const { one } = defineTemplates({ one: { ...draft, texts: { sms: '好' } } })
    assert.throws(() => mergeTemplates([one, one]), /share a code/)
  })

  it('are filled with values as they are, also where a value looks like a variable', () => {
    assert.equal(fillText('{ 甲 }和{乙}', { 甲: '{乙}', 乙: '$&' }), '{乙}和$&')
    assert.equal(fillText('{constructor}', { 甲: '1' }), '{constructor}')
  })
})

describe('an SMS', () => {
  it('is one up to 70 characters, then one for each 67', () => {
    const lengths: [length: number, segments: number][] = [
      [0, 1],
      [70, 1],
      [71, 2],
      [134, 2],
      [135, 3],
    ]
    for (const [length, segments] of lengths) assert.equal(countSegments('字'.repeat(length)), segments, `${length}`)
    assert.equal(countSegments('😀'.repeat(36)), 2)
  })

  it('never has fewer segments when it is longer', () => {
    fc.assert(
      fc.property(fc.nat(700), fc.nat(700), (one, more) =>
        assert.ok(countSegments('字'.repeat(one)) <= countSegments('字'.repeat(one + more))),
      ),
    )
  })
})
