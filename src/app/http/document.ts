import { type TSchema, Type } from 'typebox'
import { describePolicy } from '../../kernel/access/policy.ts'
import { FileAnswerSchema, isWrite, type Operation } from '../../kernel/operations/operation.ts'
import { SESSION_COOKIE } from './session-cookie.ts'

/** How the API document names the session. */
export const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: '登录后由服务器写入的会话 Cookie' },
} as const

/** What every refusal and fault looks like (RFC 9457), under its name in the API document. */
export const describeProblem = Type.Object(
  {
    type: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable English code' }),
    title: Type.String({ description: '发生了什么' }),
    detail: Type.Optional(Type.String({ description: '为什么，怎么办' })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String(),
          code: Type.String(),
          message: Type.String(),
          article: Type.Optional(Type.String({ description: '依据条款' })),
        }),
      ),
    ),
    now: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: '现在的版本和可以办理的动作' })),
    traceId: Type.String({ description: '跟踪号，与 X-Trace-Id 头相同' }),
  },
  { $id: 'Problem' },
)

interface ObjectSchema {
  properties?: Record<string, TSchema>
  required?: string[]
}

const pathParameters = (path: string) => Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => name)

/** The properties of a schema that are kept, each as required as it was; undefined when none is. */
function partOf({ properties = {}, required = [] }: ObjectSchema, keep: (name: string) => boolean) {
  const entries = Object.entries(properties)
    .filter(([name]) => keep(name))
    .map(([name, schema]) => [name, required.includes(name) ? schema : Type.Optional(schema)])
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

const FilePart = Type.String({ contentMediaType: 'application/octet-stream', description: '文件，写在其他字段之后' })

/** The input divided as HTTP divides it, for the API document alone; checking is the operation's. */
function documentInput(operation: Operation, path: string) {
  const inPath = pathParameters(path)
  const params = partOf(operation.input as ObjectSchema, (name) => inPath.includes(name))
  const rest = partOf(operation.input as ObjectSchema, (name) => !inPath.includes(name))
  const body = operation.receive ? { ...rest, file: FilePart } : rest
  return {
    ...(params ? { params: Type.Object(params) } : {}),
    ...(operation.receive ? { consumes: ['multipart/form-data'] } : {}),
    ...(body && isWrite(operation) ? { body: Type.Object(body, { additionalProperties: false }) } : {}),
    ...(body && !isWrite(operation) ? { querystring: Type.Object(body) } : {}),
  }
}

const keyHeader = Type.Object({
  'idempotency-key': Type.String({
    description: '同一件事重试时保持不变；8 到 200 个可见字符',
    minLength: 8,
    maxLength: 200,
  }),
})

/** What goes into the cookie is in no body. */
function bodyOf({ output }: Operation): TSchema {
  const { properties = {} } = output as ObjectSchema
  const inCookie = Object.keys(properties).filter((name) => (properties[name] as { 'x-cookie'?: true })['x-cookie'])
  return inCookie.length > 0 ? Type.Omit(output, Type.Enum(inCookie)) : output
}

const mediaTypeOf = ({ output }: Operation) =>
  output === FileAnswerSchema ? 'application/octet-stream' : 'application/json'

/** What the API document says of the route of an operation. */
export const documentRoute = (operation: Operation, path: string) => ({
  operationId: operation.name,
  summary: operation.summary,
  description: `可以办理：${describePolicy(operation.policy)}`,
  tags: [operation.name.split('.')[0] ?? ''],
  ...(operation.policy.allows === 'anyone' ? {} : { security: [{ session: [] }] }),
  ...documentInput(operation, path),
  ...(isWrite(operation) && !operation.keyless ? { headers: keyHeader } : {}),
  response: {
    200: { description: '办成了', content: { [mediaTypeOf(operation)]: { schema: bodyOf(operation) } } },
    default: {
      description: '被拒绝，或服务有故障',
      content: { 'application/problem+json': { schema: Type.Ref('Problem#') } },
    },
  },
})
