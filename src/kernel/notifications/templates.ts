import { findTextFaults, type TemplateTexts, type TemplateVariable, type TextPart, textParts } from './template-text.ts'

/** What a notice is about: a person chooses for each by which media they are told. */
export const topics = {
  account: { zh: '登录和账号', says: '登录验证码、核对邮箱。一定会发。' },
  case: { zh: '办事进度', says: '您的申请走到哪一步、要您补什么、结果如何。' },
  rating: { zh: '服务评价', says: '办结后请您评价，以及对您意见的回复。' },
} as const
export type Topic = keyof typeof topics

/** A template as it is declared. */
export interface TemplateDraft<Name extends string = string> {
  /** What staff know it by. */
  zh: string
  topic: Topic
  /** Goes out at any hour, and whatever the person has switched off. */
  urgent?: boolean
  /** After so many minutes it is of no use any more and is not sent. */
  validMinutes?: number
  variables: Readonly<Record<Name, TemplateVariable>>
  texts: TemplateTexts
}

/** The wording (通知模板) of one kind of notice in each medium; staff may edit the texts, never the variables. */
export interface NoticeTemplate<Name extends string = string> extends TemplateDraft<Name> {
  code: string
}

export const partsOf = ({ texts }: Pick<NoticeTemplate, 'texts'>): TextPart[] =>
  textParts.filter((part) => texts[part] !== undefined)

/** Declares one template. Throws at load for a text that names a variable there isn't, or lacks one there must be. */
export function defineTemplate<Name extends string>(code: string, draft: TemplateDraft<Name>): NoticeTemplate<Name> {
  const faults = findTextFaults(draft.texts, draft.variables, partsOf(draft))
  if (faults.length > 0) throw new Error(`Template ${code}: ${faults.map(({ message }) => message).join('; ')}`)
  return { ...draft, code }
}

type Defined<Drafts> = {
  readonly [Code in keyof Drafts]: Drafts[Code] extends TemplateDraft<infer Name> ? NoticeTemplate<Name> : never
}

/** Declares the templates of a folder by their codes; see `defineTemplate`. */
export const defineTemplates = <Drafts extends Readonly<Record<string, TemplateDraft>>>(
  drafts: Drafts,
): Defined<Drafts> =>
  Object.fromEntries(
    Object.entries(drafts).map(([code, draft]) => [code, defineTemplate(code, draft)]),
  ) as Defined<Drafts>

/** All templates by code. Throws when two share one. */
export function mergeTemplates(templates: readonly NoticeTemplate[]): ReadonlyMap<string, NoticeTemplate> {
  const merged = new Map(templates.map((template) => [template.code, template]))
  if (merged.size < templates.length) throw new Error('Two templates share a code')
  return merged
}
