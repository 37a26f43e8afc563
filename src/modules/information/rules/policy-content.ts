import { isDate } from '../../../shared/dates.ts'
import type { FieldError } from '../../../shared/errors.ts'
import { isEmptyBlock } from '../schema/body-text.ts'
import type { PolicyContent } from '../schema/desk.ts'
import type { PolicyLevel } from '../schema.ts'

/** The whole country stands above every province and has no code in GB/T 2260. */
export const COUNTRY = '000000000000'

const NUMBER = /^[\p{Script=Han}（）、]{1,40}〔\d{4}〕\d{1,6}号$/u
/** Orders and announcements are counted without a year. */
const ORDER = /^[\p{Script=Han}（）、]{2,40}(?:令|公告)(?:\d{4}年)?第\d{1,5}号$/u
const LIKE_NUMBER = /^(.+?)[[(（【〔［](\d{4})[\])）】〕］](?:第)?(\d{1,6})号?$/u

/**
 * What is wrong with a document's number (文号), with the form that was probably meant; nothing when it is right or empty. After
 * GB/T 9704: letters of the body, year in 〔〕, count without leading 第, 号.
 */
export function explainNumber(number: string): string | null {
  if (number === '' || NUMBER.test(number) || ORDER.test(number)) return null
  const [, body, year, count] = LIKE_NUMBER.exec(number.normalize('NFKC').replace(/\s/g, '')) ?? []
  const meant = body ? `${body}〔${year}〕${count}号` : ''
  return NUMBER.test(meant)
    ? `文号的年份要用六角括号，写成“${meant}”`
    : '文号要写成“机关代字〔年份〕序号”，例如 财金〔2023〕75号；没有文号的留空'
}

const CODE_OF_LEVEL: Record<PolicyLevel, RegExp> = {
  national: /^0{12}$/,
  province: /^[1-9]\d0{10}$/,
  city: /^[1-9]\d(?!00)\d{2}0{8}$/,
  county: /^[1-9]\d{3}(?!00)\d{2}\d{6}$/,
}

const gap = (field: string, message: string): FieldError => ({ field, code: 'gap', message })

/** What cannot be stored even in a draft: days that do not exist, an end before the beginning, an address that is none. */
export function findFaults(content: PolicyContent): FieldError[] {
  const faults: FieldError[] = []
  const days = { issuedOn: '发布日期', effectiveOn: '施行日期', expiresOn: '有效期至' } as const
  for (const [field, zh] of Object.entries(days)) {
    const value = content[field as keyof typeof days]
    if (value !== null && !isDate(value)) faults.push({ field, code: 'date', message: `${zh}：没有这一天，请检查` })
  }
  const { effectiveOn, expiresOn, sourceAddress } = content
  if (faults.length === 0 && effectiveOn && expiresOn && expiresOn < effectiveOn) {
    faults.push({ field: 'expiresOn', code: 'order', message: '有效期至不能早于施行日期' })
  }
  if (sourceAddress !== '' && !/^https?:\/\/[^\s]+$/.test(sourceAddress)) {
    faults.push({
      field: 'sourceAddress',
      code: 'address',
      message: '来源网址要以 http:// 或 https:// 开头，中间没有空格',
    })
  }
  return faults
}

function findFactGaps(content: PolicyContent): FieldError[] {
  const { title, level, division, issuer, topic, issuedOn, effectiveOn } = content
  const number = explainNumber(content.number)
  const matches = level === null || division === null || CODE_OF_LEVEL[level].test(division)
  return [
    ...(title.trim().length < 4 ? [gap('title', '标题还没有写全')] : []),
    ...(level === null ? [gap('level', '还没有选层级')] : []),
    ...(division === null ? [gap('division', '还没有选适用地区')] : []),
    ...(matches ? [] : [gap('division', '适用地区和层级对不上，例如市级的要选一个市')]),
    ...(issuer.trim() === '' ? [gap('issuer', '还没有写发文机关')] : []),
    ...(number ? [gap('number', number)] : []),
    ...(topic === null ? [gap('topic', '还没有选主题')] : []),
    ...(issuedOn === null ? [gap('issuedOn', '还没有填发布日期')] : []),
    ...(effectiveOn === null ? [gap('effectiveOn', '还没有填施行日期')] : []),
    ...(content.sourceAddress === '' && content.sourceSays.trim() === ''
      ? [gap('sourceSays', '来源网址和来源说明至少写一样')]
      : []),
  ]
}

const cardWords = { who: '谁能享受', howMuch: '给多少', howLong: '多久办好', where: '去哪办' } as const

/** Everything that still keeps a version from being handed in, at once (一次性告知). */
export function findContentGaps(content: PolicyContent, edition: number): FieldError[] {
  const { card, body, changeNote } = content
  const unsaid = Object.entries(cardWords).filter(([key]) => card[key as keyof typeof cardWords].trim() === '')
  return [
    ...findFactGaps(content),
    ...unsaid.map(([key, zh]) => gap(`card.${key}`, `政策卡片还没有写“${zh}”`)),
    ...(card.bring.every((item) => item.trim() === '')
      ? [gap('card.bring', '政策卡片还没有写“带什么”，不用带的写“不用带材料”')]
      : []),
    ...(body.every(isEmptyBlock) ? [gap('body', '正文还没有写')] : []),
    ...(edition > 1 && changeNote.trim() === '' ? [gap('changeNote', '修订的版本要写修改说明，读者看得到')] : []),
  ]
}
