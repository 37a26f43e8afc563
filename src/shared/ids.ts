declare const brand: unique symbol

/** A value that only the functions meant to make it can make: `Brand<string, 'CaseId'>` is no mere string. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

const COUNTER_END = 0x1000
const COUNTER_SEED_MASK = 0x7ff
const ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let lastMilliseconds = -1
let counter = 0

/**
 * A new UUID version 7 (RFC 9562), lower case. Within one process each is greater than the one before, also when many fall
 * into one millisecond or the clock steps back: the 12 bits after the time are a counter (section 6.2, method 1).
 */
export function newId(now: Date): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  advance(now.getTime(), ((bytes[8] ?? 0) << 8) | (bytes[9] ?? 0))
  const time = lastMilliseconds.toString(16).padStart(12, '0')
  const count = counter.toString(16).padStart(3, '0')
  const variant = (0x80 | ((bytes[0] ?? 0) & 0x3f)).toString(16)
  const random = Array.from(bytes.subarray(1, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${random.slice(0, 2)}-${random.slice(2)}`
}

/** Moves to the next place in the order; a full counter borrows the next millisecond. */
function advance(milliseconds: number, random: number): void {
  if (milliseconds <= lastMilliseconds && counter + 1 < COUNTER_END) {
    counter += 1
    return
  }
  lastMilliseconds = Math.max(milliseconds, lastMilliseconds + 1)
  // The seed leaves the counter's upper half free, so that at least 2,048 ids fit into any millisecond.
  counter = random & COUNTER_SEED_MASK
}

/** Whether a text is an id as `newId` writes it. */
export function isId(text: string): boolean {
  return ID_PATTERN.test(text)
}
