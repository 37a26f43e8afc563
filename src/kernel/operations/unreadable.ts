import type { TSchema } from 'typebox'
import { type FieldError, invalid, malformed } from '../../shared/errors.ts'
import { titleOf } from './explain-input.ts'

/** No form nests deeper; what does is made to exhaust whoever walks it. */
const DEEPEST = 32
/** Fields and items of one submission, all together; the longest form has some dozens. */
const MOST_PARTS = 2000

interface Place {
  value: unknown
  path: readonly string[]
}

const tooDeep = () => malformed(`提交的内容嵌套太深，最多 ${DEEPEST} 层。请检查内容是不是程序拼错了。`)
const tooMany = () => malformed(`提交的内容项数太多，最多 ${MOST_PARTS} 项。请检查内容是不是程序拼错了。`)

/** PostgreSQL stores no NUL, and half a character (a lone surrogate) has no form in UTF-8. */
const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()

const partsOf = ({ value, path }: Place): Place[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([name, part]) => ({ value: part, path: [...path, name] }))
    : []

/** The same with no text that begins or ends with a space; itself where there is none. For what `refuseUnreadable` has let through. */
export function withoutOuterSpaces<T>(value: T): T {
  if (typeof value === 'string') return value.trim() as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const trimmed = entries.map(([name, part]) => [name, withoutOuterSpaces(part)] as const)
  if (trimmed.every(([, part], index) => part === entries[index]?.[1])) return value
  return (Array.isArray(value) ? trimmed.map(([, part]) => part) : Object.fromEntries(trimmed)) as T
}

/**
 * Refuses what no schema forbids and yet nothing can keep: texts with NUL or half a character (422, naming the fields),
 * nesting and items without end (400). Walks without recursion.
 */
export function refuseUnreadable(schema: TSchema, input: unknown): void {
  const errors: FieldError[] = []
  let level: Place[] = [{ value: input, path: [] }]
  let parts = 0
  for (let depth = 0; level.length > 0; depth += 1) {
    parts += level.length
    if (depth > DEEPEST) throw tooDeep()
    if (parts > MOST_PARTS) throw tooMany()
    for (const { value, path } of level) {
      const texts = [value, path.at(-1)].filter((text) => typeof text === 'string')
      if (texts.every(isStorable)) continue
      const field = path.join('.').toWellFormed().replaceAll('\0', '\uFFFD')
      const message = `${titleOf(schema, path) ?? '提交的内容'}：含有无法保存的字符，请删掉后重新填写`
      errors.push({ field, code: 'characters', message })
    }
    level = level.flatMap(partsOf)
  }
  if (errors.length > 0) throw invalid(errors)
}
