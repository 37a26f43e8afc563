/**
 * One text for one value, whatever the order of its keys: JSON as RFC 8785 (JCS) writes it. Members that are `undefined` are
 * left out, as JSON does. Throws a TypeError on all that JSON would bend in silence: NaN, infinities, bigint, functions, lone
 * surrogates, holes and class instances (dates, maps, personal data).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (isPlainObject(value)) return canonicalObject(value)
  throw new TypeError(`canonicalJson: no canonical form for ${typeof value}`)
}

function canonicalObject(value: Record<string, unknown>): string {
  // Without a comparator, sort() orders by UTF-16 code units, which is what RFC 8785 asks.
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `{${keys.map((key) => `${canonicalString(key)}:${canonicalJson(value[key])}`).join(',')}}`
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('canonicalJson: a text with a lone surrogate')
  return JSON.stringify(text)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
