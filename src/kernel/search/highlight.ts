import { anyOf, fold } from './words.ts'

/** A text in pieces, those that were searched for marked; put together again they are the text. */
export type Marked = { text: string; hit: boolean }[]

const EXCERPT_LENGTH = 120
/** How much stands before the first hit of an excerpt. */
const LEAD = 20

interface Span {
  start: number
  end: number
}

/** Where the words stand, those that touch or overlap taken together. */
function findSpans(text: string, words: readonly string[]): Span[] {
  if (words.length === 0) return []
  const pattern = new RegExp(anyOf(words.map(fold)), 'gu')
  const spans: Span[] = []
  for (const { index, 0: found } of fold(text).matchAll(pattern)) {
    const last = spans.at(-1)
    if (last && last.end === index) last.end += found.length
    else spans.push({ start: index, end: index + found.length })
  }
  return spans
}

function markSpans(text: string, spans: readonly Span[]): Marked {
  const pieces: Marked = []
  let at = 0
  for (const { start, end } of spans) {
    pieces.push({ text: text.slice(at, start), hit: false }, { text: text.slice(start, end), hit: true })
    at = end
  }
  pieces.push({ text: text.slice(at), hit: false })
  return pieces.filter((piece) => piece.text !== '')
}

/** Marks the words wherever they stand, large and small letters alike. */
export const highlight = (text: string, words: readonly string[]): Marked => markSpans(text, findSpans(text, words))

/** The start of the stretch that holds most of what was searched for; the earliest of several. */
function findDensest(spans: readonly Span[]): number {
  let best = { start: 0, held: 0 }
  for (const [index, { start }] of spans.entries()) {
    let held = 0
    for (const span of spans.slice(index)) {
      if (span.end > start - LEAD + EXCERPT_LENGTH) break
      held += span.end - span.start
    }
    if (held > best.held) best = { start, held }
  }
  return best.start
}

/** The same place, or the one before it where it would cut a surrogate pair. */
const whole = (text: string, at: number) => (/^[\udc00-\udfff]/.test(text.slice(at, at + 1)) ? at - 1 : at)

/**
 * At most 120 characters around the place where most of the words stand together, marked; the beginning of the text where
 * none does. An ellipsis stands where text was left out.
 */
export function excerpt(text: string, words: readonly string[]): Marked {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= EXCERPT_LENGTH) return highlight(line, words)
  const densest = findDensest(findSpans(line, words))
  const latest = line.length - EXCERPT_LENGTH + 1
  const start = whole(line, Math.max(0, Math.min(densest - LEAD, latest)))
  const before = start > 0 ? '…' : ''
  const room = EXCERPT_LENGTH - before.length
  const isEnd = line.length - start <= room
  const end = isEnd ? line.length : whole(line, start + room - 1)
  return highlight(`${before}${line.slice(start, end)}${isEnd ? '' : '…'}`, words)
}
