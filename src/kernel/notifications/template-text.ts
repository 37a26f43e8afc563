/** The ways out of the house. The in-app notice is no medium: it is always there. */
export const media = ['sms', 'email'] as const
export type Medium = (typeof media)[number]

export const mediumNames: Readonly<Record<Medium, string>> = { sms: '短信', email: '邮件' }

/** The parts a template is written in; those of a medium that it has no use for are absent. */
export const textParts = ['noticeTitle', 'noticeBody', 'sms', 'emailSubject', 'emailBody'] as const
export type TextPart = (typeof textParts)[number]
export type TemplateTexts = Readonly<Partial<Record<TextPart, string>>>

export const partNames: Readonly<Record<TextPart, string>> = {
  noticeTitle: '站内通知标题',
  noticeBody: '站内通知正文',
  sms: '短信',
  emailSubject: '邮件主题',
  emailBody: '邮件正文',
}

/** What a text may name in braces: `{办件编号}`. */
export interface TemplateVariable {
  /** Its name in the text. */
  zh: string
  kind: 'text' | 'date' | 'link' | 'code'
  /** What a preview shows in its place. */
  sample: string
  /** Personal data: stands only in bodies that are sealed, never in an in-app notice or a subject. */
  personal?: true
  /** Without it the text is of no use: it must stand in every body. */
  required?: true
}

export type TemplateVariables = Readonly<Record<string, TemplateVariable>>

/** Something wrong with a text, and in which part. */
export interface TextFault {
  part: TextPart
  code: 'variable' | 'braces' | 'personal' | 'missing' | 'required' | 'absent' | 'length' | 'characters' | 'signature'
  message: string
}

/** Before every SMS, as the gateways demand; staff don't write it. */
const SMS_SIGNATURE = '【启创】'
const MOST_SEGMENTS = 5

const longest: Readonly<Record<TextPart, number>> = {
  noticeTitle: 60,
  noticeBody: 500,
  sms: 400,
  emailSubject: 80,
  emailBody: 4000,
}

const bodies: readonly TextPart[] = ['noticeBody', 'sms', 'emailBody']
const sealed: readonly TextPart[] = ['sms', 'emailBody']
const VARIABLE = /\{([^{}]*)\}/g
const controls = (part: TextPart) => (part === 'noticeBody' || part === 'emailBody' ? /[^\P{Cc}\n]/u : /\p{Cc}/u)

/**
 * How many short messages a text is sent as: one for up to 70 characters of UCS-2, else one for each 67, since the parts of a
 * long SMS carry a header. Characters outside the basic plane count twice.
 */
export const countSegments = (text: string): number => (text.length <= 70 ? 1 : Math.ceil(text.length / 67))

/** Puts values, by the names that stand in the braces, into a text. */
export const fillText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(VARIABLE, (whole, name: string) =>
    Object.hasOwn(values, name.trim()) ? (values[name.trim()] ?? '') : whole,
  )

/** The samples of the variables, by their names in the text. */
const samplesOf = (variables: TemplateVariables): Record<string, string> =>
  Object.fromEntries(Object.values(variables).map(({ zh, sample }) => [zh, sample]))

/** The text of an SMS as it goes out. */
export const signSms = (text: string): string => `${SMS_SIGNATURE}${text}`

function findVariableFaults(part: TextPart, text: string, variables: TemplateVariables): TextFault[] {
  const known = Object.values(variables)
  const named = [...text.matchAll(VARIABLE)].map(([, name = '']) => name.trim())
  const faults: TextFault[] = []
  for (const name of new Set(named)) {
    const variable = known.find(({ zh }) => zh === name)
    const there = known.map(({ zh }) => `{${zh}}`).join('、') || '没有'
    if (!variable) faults.push({ part, code: 'variable', message: `没有“{${name}}”这个变量，可以用的是：${there}` })
    else if (variable.personal && !sealed.includes(part))
      faults.push({ part, code: 'personal', message: `“{${name}}”是个人信息，只能写在短信和邮件正文里` })
  }
  if (/[{}]/.test(text.replaceAll(VARIABLE, '')))
    faults.push({ part, code: 'braces', message: '花括号要成对，变量写成“{变量名}”的样子' })
  const missing = known.filter(({ zh, required }) => required && bodies.includes(part) && !named.includes(zh))
  for (const { zh } of missing)
    faults.push({ part, code: 'missing', message: `缺少“{${zh}}”，没有它这条通知就没有用了` })
  return faults
}

function findLengthFaults(part: TextPart, text: string, variables: TemplateVariables): TextFault[] {
  if (text.length > longest[part])
    return [{ part, code: 'length', message: `最多 ${longest[part]} 个字，现在是 ${text.length} 个` }]
  const segments = part === 'sms' ? countSegments(signSms(fillText(text, samplesOf(variables)))) : 1
  if (segments <= MOST_SEGMENTS) return []
  return [{ part, code: 'length', message: `填上变量后是 ${segments} 条短信，最多 ${MOST_SEGMENTS} 条，请写短一些` }]
}

function findPartFaults(part: TextPart, text: string, variables: TemplateVariables): TextFault[] {
  const faults = [...findVariableFaults(part, text, variables), ...findLengthFaults(part, text, variables)]
  if (controls(part).test(text)) faults.push({ part, code: 'characters', message: '不能有换行或看不见的字符' })
  if (part === 'sms' && /[【】]/.test(text))
    faults.push({ part, code: 'signature', message: `签名“${SMS_SIGNATURE}”由系统加上，正文里不要写“【】”` })
  return faults
}

/**
 * Everything that is wrong with texts for a template: unknown and missing variables by name, personal data where nothing is
 * sealed, lengths, parts that are empty, and parts of a medium that `parts` doesn't have. None when all is well.
 */
export function findTextFaults(
  texts: TemplateTexts,
  variables: TemplateVariables,
  parts: readonly TextPart[],
): TextFault[] {
  return textParts.flatMap((part): TextFault[] => {
    const text = texts[part]
    if (!parts.includes(part))
      return text === undefined ? [] : [{ part, code: 'absent', message: `这类通知没有${partNames[part]}` }]
    if (!text?.trim()) return [{ part, code: 'required', message: `还没有填写${partNames[part]}` }]
    return findPartFaults(part, text, variables).map((fault) => ({
      ...fault,
      message: `${partNames[part]}：${fault.message}`,
    }))
  })
}
