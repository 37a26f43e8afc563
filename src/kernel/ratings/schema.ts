import { Type } from 'typebox'

/** Stars with their words, the best first (国办发〔2019〕51号). */
export const starWords = { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' } as const
export type Stars = keyof typeof starWords

/** At so many stars or fewer a rating is bad (差评) and must be answered. */
const WORST_STARS = 2

export const isBad = (stars: number): boolean => stars <= WORST_STARS

/** What may be ticked beside the stars. */
export const ratingTags = [
  { value: 'kind', zh: '态度热情' },
  { value: 'clear', zh: '讲得清楚' },
  { value: 'quick', zh: '办得快' },
  { value: 'once', zh: '一次办成' },
  { value: 'rude', zh: '态度不好' },
  { value: 'unclear', zh: '讲不清楚' },
  { value: 'slow', zh: '办得慢' },
  { value: 'again', zh: '来回跑' },
  { value: 'tooMuch', zh: '材料要得多' },
  { value: 'hardToUse', zh: '网上不好用' },
] as const

export const tagWord = (tag: string): string => ratingTags.find(({ value }) => value === tag)?.zh ?? tag

export const contactWays = [
  { value: 'phone', zh: '打了电话' },
  { value: 'visit', zh: '上门见了面' },
  { value: 'window', zh: '在窗口见了面' },
  { value: 'unreached', zh: '联系了，没有联系上' },
] as const

export const answerResults = [
  { value: 'solved', zh: '问题已解决' },
  { value: 'explained', zh: '已说明情况' },
  { value: 'ongoing', zh: '正在整改' },
  { value: 'unreached', zh: '没有联系上' },
] as const

const valuesOf = <Value extends string>(options: readonly { value: Value }[]) => options.map(({ value }) => value)

export const MOST_WORDS = 500

/** What is given: stars, and if the person wishes more. */
export const ratingFields = {
  stars: Type.Integer({ title: '满意程度', minimum: 1, maximum: 5 }),
  tags: Type.Optional(
    Type.Array(Type.Enum(valuesOf(ratingTags)), { title: '怎么样', maxItems: ratingTags.length, uniqueItems: true }),
  ),
  words: Type.Optional(Type.String({ title: '想说的话', maxLength: MOST_WORDS })),
}

export const ContactWay = Type.Enum(valuesOf(contactWays), { title: '怎么联系的' })
export const AnswerResult = Type.Enum(valuesOf(answerResults), { title: '处理结果' })
