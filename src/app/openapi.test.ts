import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { testServer } from '../../test/server.ts'
import { describePolicy } from '../kernel/access/policy.ts'
import { isWrite, type Operation } from '../kernel/operations/operation.ts'

interface Schema extends Record<string, unknown> {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  additionalProperties?: boolean | Schema
  enum?: unknown[]
  pattern?: string
  $ref?: string
}
type Content = Record<string, { schema: Schema }>
interface Route {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security?: Record<string, string[]>[]
  parameters?: { in: string; name: string; required: boolean; schema: Schema }[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { description: string; content: Content }>
}
interface Document {
  openapi: string
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, Route>>
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, { in: string; name: string }> }
}

const server = await testServer()
after(() => server.close())
const { operations } = server.city
const read = async (path: string) => (await server.app.inject({ url: path })).json<Document>()
const document = await read('/api/openapi.json')

const routeOf = ({ http }: Operation): Route | undefined => {
  const [method = '', path = ''] = http.split(' ')
  return document.paths[`/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()]
}
const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, route]) => ({ path, method, route })),
)
const propertiesOf = (schema: unknown) => (schema as Schema | undefined)?.properties ?? {}

/** Every schema within a schema, itself first. */
function* withinSchema(schema: Schema): Generator<Schema> {
  yield schema
  const { properties = {}, items, anyOf = [], additionalProperties } = schema
  const parts = [...Object.values(properties), ...(items ? [items] : []), ...anyOf]
  if (typeof additionalProperties === 'object') parts.push(additionalProperties)
  for (const part of parts) yield* withinSchema(part)
}

const allSchemas = () =>
  [
    ...Object.values(document.components.schemas),
    ...routes.flatMap(({ route }) => [
      ...(route.parameters ?? []).map(({ schema }) => schema),
      ...[route.requestBody, ...Object.values(route.responses)].flatMap((body) =>
        Object.values(body?.content ?? {}).map(({ schema }) => schema),
      ),
    ]),
  ].flatMap((schema) => [...withinSchema(schema)])

describe('the API document', () => {
  test('is OpenAPI 3.1, in Chinese, with nothing but the operations', () => {
    assert.match(document.openapi, /^3\.1\.\d$/)
    assert.match(document.info.title, /\p{Script=Han}/u)
    assert.ok(document.info.version)
    const names = routes.map(({ route }) => route.operationId)
    assert.deepEqual(names.toSorted(), operations.map(({ name }) => name).toSorted())
    assert.equal(new Set(names).size, names.length)
  })

  test('says of every operation what it is, who may, what goes in and what comes out', () => {
    for (const operation of operations) {
      const route = routeOf(operation)
      assert.ok(route, operation.name)
      assert.equal(route.operationId, operation.name)
      assert.match(route.summary, /\p{Script=Han}{2}/u)
      assert.ok(route.description.includes(describePolicy(operation.policy)))
      assert.deepEqual(route.tags, [operation.name.split('.')[0]])
      assert.equal(route.security !== undefined, operation.policy.allows !== 'anyone', operation.name)
      assert.deepEqual(Object.keys(route.responses), ['200', 'default'])
      for (const { description, content } of Object.values(route.responses)) {
        assert.match(description, /\p{Script=Han}{2}/u)
        assert.equal(Object.keys(content).length, 1)
      }
      assert.deepEqual(Object.keys(route.responses.default?.content ?? {}), ['application/problem+json'])
    }
  })

  test('puts every part of an input in one place, as required as it is', () => {
    for (const operation of operations) {
      const { parameters = [], requestBody } = routeOf(operation) as Route
      const bodies = Object.entries(requestBody?.content ?? {})
      const [mediaType, body] = bodies[0] ?? []
      if (body) assert.equal(mediaType, operation.receive ? 'multipart/form-data' : 'application/json')
      assert.equal(body?.schema.additionalProperties ?? false, false)
      const isKey = (name: string) => name === 'idempotency-key'
      const given = [
        ...parameters.filter(({ name }) => !isKey(name)).map(({ name, required }) => ({ name, required })),
        ...Object.keys(propertiesOf(body?.schema)).map((name) => ({
          name,
          required: body?.schema.required?.includes(name) ?? false,
        })),
      ]
      const input = operation.input as unknown as Schema
      const wanted = Object.keys(propertiesOf(input)).map((name) => ({
        name,
        required: input.required?.includes(name) ?? false,
      }))
      if (operation.receive) wanted.push({ name: 'file', required: true })
      const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name)
      assert.deepEqual(given.sort(byName), wanted.sort(byName), operation.name)
      const keyed = parameters.some(({ in: place, name, required }) => place === 'header' && isKey(name) && required)
      assert.equal(keyed, isWrite(operation) && !operation.keyless, operation.name)
    }
  })

  test('names the parameters of every path, and them alone', () => {
    for (const { path, route } of routes) {
      const inPath = (route.parameters ?? []).filter((parameter) => parameter.in === 'path')
      assert.ok(inPath.every(({ required }) => required))
      const named = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name)
      assert.deepEqual(inPath.map(({ name }) => name).sort(), named.sort(), path)
      assert.doesNotMatch(path, /:/)
    }
  })

  test('has schemas that hold: known types, patterns that compile, references that lead somewhere', () => {
    const types = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null', undefined]
    let references = 0
    for (const { type, properties, required = [], items, enum: values, pattern, $ref, ...rest } of allSchemas()) {
      assert.ok(types.includes(type), type)
      assert.ok(type !== 'array' || items)
      assert.ok(required.every((name) => properties?.[name]))
      assert.ok(values === undefined || (values.length > 0 && new Set(values).size === values.length))
      if (pattern !== undefined) assert.ok(new RegExp(pattern, 'u'))
      if ($ref !== undefined) {
        references += 1
        assert.ok(document.components.schemas[$ref.replace('#/components/schemas/', '')], $ref)
      }
      for (const old of ['nullable', 'example', 'discriminator', '$id']) assert.ok(!(old in rest), old)
    }
    assert.ok(references >= operations.length)
  })

  test('names the session’s cookie, and keeps its token out of every body', () => {
    assert.deepEqual(
      Object.values(document.components.securitySchemes).map((scheme) => [scheme.in, scheme.name]),
      [['cookie', 'qichuang_session']],
    )
    for (const schema of allSchemas()) assert.ok(!('token' in propertiesOf(schema)))
  })
})

interface Catalogue {
  functions: { code: string; name: string; tier: string; module: string; state: string; href: string | null }[]
  measures: { number: string; title: string; state: string; href: string | null }[]
}

const codes =
  '1.1.1 1.1.2 1.2.1 1.2.2 1.3.1 2.1.1 2.1.2 2.2.1 2.3.1 3.1.1 3.1.2 3.2.1 3.3.1 4.1.1 4.1.2 4.2.1 4.2.2 4.3.1 ' +
  '5.1.1 5.1.2 5.2.1 5.2.2 5.3.1 6.1.1 6.1.2 6.2.1 6.2.2 6.3.1 7.1.1 7.1.2 7.2.1 7.2.2 7.3.1'

describe('the catalogue', async () => {
  const { functions, measures } = (await server.app.inject({ url: '/api/v1/catalogue' })).json<Catalogue>()

  test('has the 33 functions of the handbook in their tiers and modules', () => {
    assert.equal(functions.length, 33)
    assert.equal(functions.map(({ code }) => code).join(' '), codes)
    const count = (tier: string) => functions.filter((one) => one.tier === tier).length
    assert.deepEqual(['基本', '延伸', '拓展'].map(count), [14, 12, 7])
    for (const { code, tier } of functions) {
      assert.equal(tier, ['基本', '延伸', '拓展'][Number(code.split('.')[1]) - 1], code)
    }
    assert.deepEqual(
      [...new Set(functions.map(({ code, module }) => `${code[0]} ${module}`))],
      ['1 信息发布', '2 业务咨询', '3 创业培训', '4 创业指导', '5 创业孵化', '6 创业融资', '7 创业活动'],
    )
    assert.equal(new Set(functions.map(({ name }) => name)).size, 33)
  })

  test('has the 18 measures of the opinion', () => {
    const numbers = '一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八'.split(' ')
    assert.deepEqual(
      measures.map(({ number }) => number),
      numbers.map((number) => `（${number}）`),
    )
    assert.ok(measures.every(({ title }) => title.length >= 4))
  })

  test('leads to a page of ours where something is open, and nowhere while it is being prepared', () => {
    for (const { state, href } of [...functions, ...measures]) {
      assert.ok(state === 'open' || state === 'preparing')
      if (state === 'open') assert.match(href ?? '', /^\/(?!\/)[\w/-]*$/)
      else assert.equal(href, null)
    }
  })
})
