import { kernelTerms } from '../glossary/terms.ts'
import { identityKinds } from '../parties/identity-kinds.ts'
import { industryChoices } from '../parties/industries.ts'
import { legalForms } from '../parties/legal-forms.ts'
import type { FactDefinition, FactDictionary } from '../rules/facts.ts'

/** A field that the right content is told in: what both faces need to draw it. */
export interface TargetField {
  title: string
  type?: 'string' | 'integer' | 'boolean' | 'array'
  maxLength?: number
  'x-kind'?: 'fen' | 'date'
  'x-unit'?: string
  'x-none'?: string
  'x-options'?: readonly { value: string; zh: string }[]
}

/** One of a party's data that may be put right. */
export interface Target {
  target: string
  zh: string
  fields: Readonly<Record<string, TargetField>>
  /** Fields that may stay empty. */
  optional: readonly string[]
}

const text = (title: string, maxLength: number): TargetField => ({ title, type: 'string', maxLength })

const options = (title: string, list: readonly { value: string; zh: string }[]): TargetField => ({
  title,
  type: 'string',
  'x-options': list,
})

const target = (name: string, zh: string, fields: Target['fields'], optional: readonly string[] = []): Target => ({
  target: name,
  zh,
  fields,
  optional,
})

/** Of a person, beside the facts. */
export const personTargets: readonly Target[] = [
  target('name', '姓名', { value: text('正确的姓名', 50) }),
  target(
    'identity',
    '身份证件',
    {
      identityKind: options(
        '证件类型',
        identityKinds.map((kind) => ({ value: kind, zh: kernelTerms[kind].zh })),
      ),
      identityNumber: text('正确的证件号码', 60),
      identityCountry: text('签发国家或地区（护照才填）', 10),
      birthDate: { title: '出生日期（证件号码里没有的才填）', type: 'string', 'x-kind': 'date' },
    },
    ['identityCountry', 'birthDate'],
  ),
  target('phone', '手机号', { value: text('正确的手机号', 30) }),
  target('email', '邮箱', { value: text('正确的邮箱', 200) }),
]

/** Of an enterprise, beside the facts: what the register of companies says. */
export const enterpriseTargets: readonly Target[] = [
  target('enterpriseName', '企业名称', { value: text('营业执照上的全称', 80) }),
  target('creditCode', '统一社会信用代码', { value: text('正确的统一社会信用代码', 30) }),
  target('legalForm', '企业类型', { value: options('正确的企业类型', legalForms) }),
  target('industry', '所属行业', { value: options('正确的所属行业', industryChoices) }),
  target('registeredOn', '登记日期', { value: { title: '营业执照上的成立日期', type: 'string', 'x-kind': 'date' } }),
]

const FACT = 'fact:'

/** The key of the fact that a target is about; undefined for identity data. */
export const factOf = (name: string): string | undefined =>
  name.startsWith(FACT) ? name.slice(FACT.length) : undefined

const unitWords: Readonly<Record<string, string>> = {
  months: '个月',
  years: '年',
  age: '周岁',
  times: '次',
  people: '人',
  days: '天',
  workingDays: '个工作日',
}

function fieldOf(definition: FactDefinition): TargetField {
  const title = `正确的${definition.zh}`
  switch (definition.type) {
    case 'text':
      return text(title, 200)
    case 'date':
      return { title, type: 'string', 'x-kind': 'date' }
    case 'fen':
      return { title, type: 'integer', 'x-kind': 'fen' }
    case 'number': {
      const unit = unitWords[definition.unit]
      return { title, type: 'integer', ...(unit ? { 'x-unit': unit } : {}) }
    }
    case 'boolean':
      return { title, type: 'boolean' }
    case 'choice':
      return options(title, definition.options)
    case 'choices':
      return { title, type: 'array', 'x-options': definition.options, 'x-none': definition.none }
  }
}

/** The target of a fact; undefined where the dictionary has no word for it. */
export function factTarget(facts: FactDictionary, key: string): Target | undefined {
  const definition = facts[key]
  return definition && target(`${FACT}${key}`, definition.zh, { value: fieldOf(definition) })
}

/** The target of that name, whoever's it is; undefined where there is no word for it. */
export const targetNamed = (facts: FactDictionary, name: string): Target | undefined =>
  [...personTargets, ...enterpriseTargets].find((one) => one.target === name) ?? factTarget(facts, factOf(name) ?? '')
