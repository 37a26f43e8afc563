import { toVector } from '../../src/kernel/search/words.ts'
import { addDays, parseDate } from '../../src/shared/dates.ts'
import type { Cell } from './copy.ts'
import type { Random } from './random.ts'

const places = [
  '宜昌市',
  '武汉市',
  '襄阳市',
  '西陵区',
  '秭归县',
  '黄石市',
  '荆州市',
  '十堰市',
  '恩施州',
  '孝感市',
  '潜江市',
  '夷陵区',
]
const matters = [
  '创业担保贷款',
  '一次性创业补贴',
  '社会保险补贴',
  '创业培训补贴',
  '孵化基地认定',
  '场地租金补贴',
  '稳岗扩岗贷款',
  '税收优惠',
  '返乡创业扶持',
  '大学生创业资助',
  '退役军人创业',
  '农民专业合作社',
  '网络商户认定',
  '创业大赛',
  '见习基地',
  '技能提升补贴',
]
const kinds = ['实施办法', '通知', '操作细则', '申报指南', '管理办法', '工作方案', '问答', '公告']
const parts = [
  '申请人应当在登记注册之日起三年内提出申请',
  '由县级以上人力资源社会保障部门审核',
  '贷款额度最高不超过三十万元',
  '财政部门按季度拨付贴息资金',
  '带动三人以上就业的可以提高补贴标准',
  '需要提交身份证明和营业执照',
  '自受理之日起七个工作日内作出决定',
  '对不符合条件的应当一次性告知理由',
  '孵化基地应当提供场地和专业服务',
  '培训机构负责考勤和结业考核',
  '高校毕业生和就业困难人员优先享受',
  '经办银行应当在五个工作日内放款',
  '小微企业新招用职工达到规定比例',
  '补贴资金不得挪作他用',
  '可以通过网上平台或者服务窗口办理',
  '本办法自发布之日起施行有效期五年',
  '合伙创业的可以共同申请',
  '反担保要求按照当地规定执行',
  '导师应当每月至少指导一次',
  '活动结束后应当开展满意度调查',
]

export const textColumns = ['kind', 'ref', 'division', 'title', 'body', 'words', 'importance', 'published_on']

export interface Text {
  title: string
  summary: string
  body: string
}

const sentences = (random: Random, count: number): string =>
  `${Array.from({ length: count }, () => random.uneven(parts)).join('；')}。`

/** An invented public text: a place, a matter, a kind of document, and a page of sentences. */
const inventText = (random: Random, index: number): Text => ({
  title: `${random.uneven(places)}${random.uneven(matters)}${random.pick(kinds)}（第 ${index} 号）`,
  summary: sentences(random, 2),
  body: sentences(random, 4 + random.below(20)),
})

/** What people ask, from everything at once to one thing alone. */
export const questions: readonly string[] = [
  ...matters.flatMap((matter) => places.slice(0, 4).map((place) => `${place} ${matter}`)),
  ...kinds.map((kind) => `大学生创业资助 ${kind} 三年内`),
  '贷款 额度 三十万元',
  '营业执照 身份证明',
  '潜江市 见习基地 公告',
  '导师 每月 指导',
  '反担保 要求',
]

/** The row of a text in the search, and its words, which the limit's table takes as well. */
export function textRow(
  random: Random,
  index: number,
  division: string,
): { row: readonly Cell[]; text: Text; words: string } {
  const text = inventText(random, index)
  const words = toVector([
    { text: text.title, weight: 'A' },
    { text: text.summary, weight: 'B' },
    { text: text.body, weight: 'D' },
  ])
  const publishedOn = addDays(parseDate('2018-01-01'), random.below(3000))
  const row = ['policy', `text-${index}`, division, text.title, `${text.summary}\n${text.body}`, words, 1, publishedOn]
  return { row, text, words }
}
