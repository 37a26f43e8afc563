import fc from 'fast-check'
import { isWrite, type Operation } from '../src/kernel/operations/operation.ts'
import { addressed } from '../test/calls.ts'
import { goodInput, type Known, wrongInput } from '../test/inputs.ts'
import { pdfFile } from '../test/sample-files.ts'

/** What goes over the wire, byte by byte, whatever it is. */
export interface RawCall {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer | null
}

type Input = Record<string, unknown>

const API = '/api/v1'
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const bytes = (text: string) => Buffer.from(text, 'latin1')

/** A multipart body as a browser makes it; the pieces in it are whatever they are. */
function multipart(fields: Input, { name = 'a.pdf', content = pdfFile() as Uint8Array } = {}): Buffer {
  const parts = Object.entries(fields).map(
    ([field, value]) => `--x-fuzz\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${String(value)}\r\n`,
  )
  const head = `--x-fuzz\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
  return Buffer.concat([Buffer.from(parts.join('') + head), content, Buffer.from('\r\n--x-fuzz--\r\n')])
}

const boundary = { 'content-type': 'multipart/form-data; boundary=x-fuzz' }

/** As a caller who trusts the input would send it. */
function plainCall(operation: Operation, input: Input): RawCall {
  const { route, rest } = addressed(operation, input)
  const [method = 'GET', path = ''] = route.split(' ')
  const to = { method, path: API + path }
  if (operation.receive) return { ...to, headers: boundary, body: multipart(rest) }
  return {
    ...to,
    headers: isWrite(operation) ? json : {},
    body: isWrite(operation) ? Buffer.from(JSON.stringify(rest)) : null,
  }
}

/** JSON of what no value of ours writes: too deep, too many, too large, double, of another prototype, not UTF-8. */
const hostileJson: readonly Buffer[] = [
  bytes('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'),
  bytes('{"id":1e400,"version":-1e400,"amount":1e999}'),
  bytes(`{"id":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
  bytes(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
  bytes('{"name":"\xff\xfe\xc3\x28","version":1}'),
  bytes('{"name":"\\ud800","value":"\\u0000","id":"\\udfff\\ud83d"}'),
  bytes(`{"items":[${Array.from({ length: 50_000 }, () => '0').join(',')}]}`),
  bytes(`{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":null`).join(',')}}`),
  bytes(`{"name":"${'9'.repeat(900_000)}"}`),
  bytes(`{"name":"${'9'.repeat(1_100_000)}"}`),
  bytes('{"version":1,"version":"1","version":{}}'),
  bytes('[1,2,3]'),
  bytes('"text"'),
  bytes('null'),
  bytes('{"id":'),
  bytes(''),
  bytes('\xef\xbb\xbf{}'),
  bytes('{"a":1}{"b":2}'),
  bytes('NaN'),
]

/** What is sent as one thing and is another, or as nothing there is. */
const otherTypes: readonly Record<string, string>[] = [
  form,
  boundary,
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': '\u00e4/\u00f6' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
]

const hostileFiles: readonly Buffer[] = [
  bytes('--x-fuzz\r\n'),
  bytes('no boundary at all'),
  multipart({ kind: '\0', id: '\ud800' }),
  multipart({ ['__proto__']: 'x', kind: 'other' }),
  multipart({ kind: 'other' }, { name: '"; filename="../../x.pdf' }),
  multipart({ kind: 'other' }, { name: '%00\u202e.pdf', content: new Uint8Array() }),
  multipart(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, 'x']))),
  multipart({ kind: 'x'.repeat(100_000) }),
  Buffer.concat([multipart({ kind: 'other' }).subarray(0, -20)]),
]

const hostileQueries: readonly string[] = [
  '?__proto__=1&constructor=2&toString=3',
  '?__proto__[x]=1&a[b][c]=d',
  `?q=${'%E9%95%BF'.repeat(1000)}`,
  '?q=%00&id=%00&after=%00',
  '?q=%ed%a0%80&after=%ff%fe',
  '?q=%',
  `?${'a=1&'.repeat(2000)}`,
  '?from=1e400&to=-1e400&version=NaN&limit=99999999999999999999',
  '?after=2026-11-25~&after=~&after=null',
  '?q=a&q=b&q=c&division=1&division=2',
]

const hostileParts: readonly string[] = [
  '%00',
  '%ff',
  '%',
  '..%2f..%2fetc',
  'x'.repeat(300),
  '__proto__',
  "'%20or%201=1--",
]

/** A way of sending that has nothing to do with the schema; what else the call holds is as it should be. */
function hostileCall(operation: Operation): fc.Arbitrary<(call: RawCall) => RawCall> {
  const [, path = ''] = operation.http.split(' ')
  const wrongPath = fc.constantFrom(...hostileParts).map((part) => (call: RawCall) => ({
    ...call,
    path: API + path.replaceAll(/:\w+/g, part),
  }))
  if (operation.receive) {
    const wrongBody = fc.constantFrom(...hostileFiles).map((body) => (call: RawCall) => ({ ...call, body }))
    return fc.oneof(wrongBody, wrongPath)
  }
  if (!isWrite(operation)) {
    const query = (text: string) => (call: RawCall) => ({ ...call, path: call.path.replace(/\?.*$|$/, text) })
    return fc.oneof(fc.constantFrom(...hostileQueries).map(query), wrongPath)
  }
  const wrongBody = fc.constantFrom(...hostileJson).map((body) => (call: RawCall) => ({ ...call, body }))
  const wrongType = fc.constantFrom(...otherTypes).map((headers) => (call: RawCall) => ({ ...call, headers }))
  return fc.oneof(wrongBody, wrongType, wrongPath)
}

/** Calls of an operation: as its schema allows, with something else in one place, or wrong in how they are sent. */
export function callsOf(operation: Operation, known: Known): fc.Arbitrary<RawCall> {
  const good = goodInput(operation.input, known).map((input) => plainCall(operation, input))
  const wrong = wrongInput(operation.input, known).map((input) => plainCall(operation, input))
  const hostile = fc.tuple(good, hostileCall(operation)).map(([call, change]) => change(call))
  return fc.oneof({ weight: 4, arbitrary: good }, { weight: 4, arbitrary: wrong }, { weight: 2, arbitrary: hostile })
}

/** A form as it stands in a page without script: where it goes, and what it holds unless somebody changes it. */
export interface PageForm {
  method: string
  path: string
  isFile: boolean
  fields: [name: string, value: string][]
}

const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return found?.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&')
}

/** The forms of a page. */
export function readForms(html: string, page: string): PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inside = '']) => {
    const fields = [...inside.matchAll(/<(?:input|select|textarea|button)\b[^>]*>/g)].flatMap(([field]) => {
      const name = attribute(field, 'name')
      return name ? [[name, attribute(field, 'value') ?? ''] as [string, string]] : []
    })
    const path = attribute(` ${tag}`, 'action') || page
    const method = (attribute(` ${tag}`, 'method') ?? 'get').toUpperCase()
    return { method, path, isFile: tag.includes('multipart/form-data'), fields }
  })
}

const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    '__proto__',
    '1e400',
    '../../etc/passwd',
    "' or 1=1 --",
    '<script>',
    '9'.repeat(500),
    '长'.repeat(5000),
  ),
  fc.constantFrom(
    '2026-02-30',
    '0000-00-00',
    '-1',
    'NaN',
    'true',
    '[]',
    '{}',
    ' ',
    '\r\n',
    '\u202e',
    '[object Object]',
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.string({ unit: 'grapheme', maxLength: 50 }),
)

const encode = (fields: readonly (readonly [string, string])[]) =>
  fields.map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join('=')).join('&')

const hostileBodies: readonly Buffer[] = [
  bytes('%'),
  bytes('a=%ff%fe&b=%ed%a0%80'),
  bytes('\xff\xfe=\xc3\x28'),
  bytes('__proto__=1&constructor=2&__proto__[x]=3'),
  bytes('a=1&'.repeat(20_000)),
  bytes(`a=${'9'.repeat(300_000)}`),
  bytes('='),
  bytes(''),
]

/** Answers to a form: each field as it stands, something else in some, left out or there twice, or no form at all. */
export function answersTo({ method, path, isFile, fields }: PageForm): fc.Arbitrary<RawCall> {
  const values = fc
    .tuple(
      ...fields.map(([name, value]) => {
        const kept = fc.constant([[name, value]] as [string, string][])
        const changed = hostileText.map((text) => [[name, text]] as [string, string][])
        const twice = hostileText.map(
          (text) =>
            [
              [name, value],
              [name, text],
            ] as [string, string][],
        )
        return fc.oneof({ weight: 3, arbitrary: kept }, { weight: 3, arbitrary: changed }, fc.constant([]), twice)
      }),
    )
    .map((all) => all.flat())
  const filled = values.map((pairs): RawCall => {
    if (method !== 'POST') return { method, path: `${path.split('?')[0]}?${encode(pairs)}`, headers: {}, body: null }
    if (isFile) return { method, path, headers: boundary, body: multipart(Object.fromEntries(pairs)) }
    return { method, path, headers: form, body: Buffer.from(encode(pairs)) }
  })
  if (method !== 'POST') return filled
  const raw = fc.constantFrom(...hostileBodies).map((body): RawCall => ({ method, path, headers: form, body }))
  const wrongType = fc.tuple(filled, fc.constantFrom(...otherTypes)).map(([call, headers]) => ({ ...call, headers }))
  return fc.oneof({ weight: 8, arbitrary: filled }, raw, wrongType)
}
