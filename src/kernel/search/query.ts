import { invalid } from '../../shared/errors.ts'
import { anyOf, cutWords, normalise, quoteLexeme } from './words.ts'

/** Groups of words that people use for the same thing (同义词). */
export type Synonyms = readonly (readonly string[])[]

export interface Query {
  /** The question as it was understood, in its one form. */
  text: string
  /** What it asks for, each as a tsquery. */
  parts: readonly string[]
  /** What to mark in the texts found. */
  marks: readonly string[]
}

const SHORTEST = 2
const LONGEST = 200
const HAN = /^\p{Script=Han}$/u
const LATIN = /^[\p{Script=Latin}\d]+$/u

/** Words that ask but say nothing of what is asked for; left out where other words remain. */
const askingWords = new Set(
  '的 了 和 与 及 或 在 是 有 我 我们 你 您 想 要 能 可以 能否 怎么 怎样 如何 什么 哪些 哪里 多少 吗 呢 吧 办 去 请 请问 需要 申请 办理 领取'.split(
    ' ',
  ),
)

const refuse = (code: string, message: string) => invalid([{ field: 'q', code, message }], '这样搜不了')

/** The question in its one form. Throws a Refusal (422, field 'q') when it is too short, too long or holds nothing to be found. */
function readQuestion(raw: string): string {
  if (/\p{Cc}/u.test(raw.replace(/[\t\r\n]/g, ' '))) {
    throw refuse('characters', '搜索内容里有看不见的特殊字符，请删掉后重新输入。')
  }
  const text = normalise(raw).replace(/\s+/g, ' ').trim()
  const { length } = [...text]
  if (length < SHORTEST) throw refuse('too-short', '请至少输入两个字，例如「担保贷款」。')
  if (length >= LONGEST) throw refuse('too-long', `搜索内容请少于 ${LONGEST} 个字，写关键词就可以。`)
  return text
}

/** Words that follow each other. */
type Row = readonly string[]

/** One part of a question: a row of words, or several of which any will do, the one asked with first. */
interface Part {
  rows: readonly Row[]
  marks: readonly string[]
}

/** The question divided at the words that have synonyms, the longest first. */
function divide(text: string, synonyms: Synonyms): Part[] {
  const groups = new Map(synonyms.flatMap((group) => group.map((word) => [normalise(word), group] as const)))
  if (groups.size === 0) return cutPlain(text)
  return text.split(new RegExp(`(${anyOf([...groups.keys()])})`, 'u')).flatMap((piece) => {
    const group = groups.get(piece)
    return group ? [asGroup(piece, group.map(normalise))] : cutPlain(piece)
  })
}

function asGroup(piece: string, group: readonly string[]): Part {
  const words = [piece, ...group.filter((word) => word !== piece)]
  return { rows: words.map(cutWords), marks: words }
}

/** Words may stand anywhere; single characters side by side are a word that the dictionary lacks, wanted as it stands. */
function cutPlain(text: string): Part[] {
  const rows: string[][] = []
  let afterSingle = false
  for (const word of cutWords(text)) {
    const single = HAN.test(word) && !askingWords.has(word)
    const last = rows.at(-1)
    if (single && afterSingle && last) last.push(word)
    else rows.push([word])
    afterSingle = single
  }
  return rows.map((row) => ({ rows: [row], marks: [row.join('')] }))
}

/** Who is still typing has not come to the end of the last word: one in Latin letters or of a single character may go on. */
const mayGoOn = (word: string | undefined) => word !== undefined && (LATIN.test(word) || HAN.test(word))

function writeRow(row: Row, mayBegin: boolean): string {
  const words = row.map((word, index) => quoteLexeme(word) + (mayBegin && index === row.length - 1 ? ':*' : ''))
  return `(${words.join(' <-> ')})`
}

function writePart({ rows }: Part, isLast: boolean): string {
  return `(${rows.map((row, index) => writeRow(row, isLast && index === 0 && mayGoOn(row.at(-1)))).join(' | ')})`
}

const onlyAsks = ({ rows }: Part) => rows.every((row) => row.every((word) => askingWords.has(word)))

/**
 * Reads a question: its words cut, each with its synonyms. Nothing of it reaches the database but quoted words. Throws a
 * Refusal (422, field 'q').
 */
export function readQuery(raw: string, synonyms: Synonyms): Query {
  const text = readQuestion(raw)
  const all = divide(text, synonyms)
  const telling = all.filter((part) => !onlyAsks(part))
  const parts = telling.length > 0 ? telling : all
  if (parts.length === 0) throw refuse('nothing', '没有认出可以搜索的字词，请换个说法，例如「担保贷款」。')
  return {
    text,
    parts: parts.map((part, index) => writePart(part, index === parts.length - 1)),
    marks: [...new Set(parts.flatMap((part) => part.marks))],
  }
}
