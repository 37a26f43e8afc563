import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Jieba } from '@node-rs/jieba'

/** Only letters and digits of any script can be found; everything else separates. */
const SEARCHABLE = /[\p{L}\p{N}]/u
const LONGEST_WORD = 64
/** Words of the dictionary hold no shorter ones up to this length. */
const SHORTEST_WORD = 2
/** What tsvector can count: later words share this place. */
const LAST_POSITION = 16_383
/** As many places of one word as tsvector keeps. */
const MOST_PLACES = 255
const LONGEST_TEXT = 100_000

let jieba: Jieba | undefined

/** The dictionary takes a third of a second and 45 MB: loaded when first needed, and not by way of its package, which reads another beside it. */
function cutter(): Jieba {
  jieba ??= Jieba.withDict(readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt')))
  return jieba
}

/** One form for what people write in many: full and half width, capital and small letters. */
export const normalise = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Letters, Han characters and signs of which each is normalised to one: nearly every text. */
const ONE_TO_ONE = /^[\t\n\r\u0020-\u007e\u3000-\u3029\u3030-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’—·]*$/

/** The same with every character in its place, so that what is found in it can be pointed out in the text itself. */
export const fold = (text: string): string =>
  ONE_TO_ONE.test(text)
    ? normalise(text)
    : Array.from(text, (character) => {
        const folded = normalise(character)
        return folded.length === character.length ? folded : character
      }).join('')

/** A text cut into its words and everything between them: together they are the text, letter for letter. */
export const cutText = (text: string): string[] => cutter().cut(text, false)

/** The words of a text, one after the other: each part of it belongs to one word. */
export const cutWords = (text: string): string[] =>
  cutter()
    .cut(normalise(text), false)
    .filter((word) => SEARCHABLE.test(word))
    .map((word) => word.slice(0, LONGEST_WORD))

/** The words by which a word can be found: itself and the shorter ones of the dictionary within it. */
const wordsWithin = (word: string): Iterable<string> =>
  word.length > SHORTEST_WORD ? new Set([word, ...cutter().cutForSearch(word, false)]) : [word]

/** A regular expression that finds any of these texts, the longest that fits. */
export const anyOf = (texts: readonly string[]): string =>
  texts
    .toSorted((one, other) => other.length - one.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|')

/** How much a hit counts: A a title, B a summary, D the text. */
export type Weight = 'A' | 'B' | 'C' | 'D'

/** A word as tsvector and tsquery take it, whatever it holds. */
export const quoteLexeme = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** The words of weighted texts with their places, as a literal of tsvector; what lies within a word shares its place. */
export function toVector(parts: readonly { text: string; weight: Weight }[]): string {
  const places = new Map<string, string[]>()
  let position = 0
  for (const { text, weight } of parts) {
    for (const word of cutWords(text.slice(0, LONGEST_TEXT))) {
      position += 1
      for (const part of wordsWithin(word)) {
        const known = places.get(part) ?? []
        if (known.length < MOST_PLACES) known.push(`${Math.min(position, LAST_POSITION)}${weight}`)
        places.set(part, known)
      }
    }
  }
  return Array.from(places, ([word, found]) => `${quoteLexeme(word)}:${found.join(',')}`).join(' ')
}
