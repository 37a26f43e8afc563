import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import Fastify, { type FastifyInstance } from 'fastify'
import pg from 'pg'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { cutWords, quoteLexeme } from '../../src/kernel/search/words.ts'

/**
 * The limit: what PostgreSQL and Node allow when nothing is done. Fastify with schemas, one pool, a signed token, four rows in
 * one statement whatever is written; no access check, no flow, no idempotency, no ranking of its own. It may do no more work than
 * it does here: what the platform is compared with must not be made slower.
 */
const url = process.env.LIMIT_DATABASE_URL
const key = process.env.LIMIT_KEY ?? 'limit'
const pool = new pg.Pool({ connectionString: url, max: 16 })

const text = (maxLength = 200) => ({ type: 'string', minLength: 1, maxLength })
const answer = (properties: object) => ({ 200: { type: 'object', properties } })

const listed = {
  id: { type: 'integer' },
  number: text(),
  service: text(),
  state: text(),
  party_id: text(),
  division: text(),
  channel: text(),
  round: { type: 'integer' },
  holder: text(),
  clock_limit: { type: 'integer', nullable: true },
  clock_used: { type: 'integer' },
  clock_started_on: { type: 'string', nullable: true },
  due_on: { type: 'string', nullable: true },
  submitted_at: { type: 'string', nullable: true },
  opened_at: text(),
  ended_at: { type: 'string', nullable: true },
}
const columns = Object.keys(listed).join(', ')
const whole = { ...listed, form: { type: 'object', additionalProperties: true } }

const body = {
  type: 'object',
  additionalProperties: false,
  required: ['number', 'service', 'party', 'division', 'channel', 'form', 'amount'],
  properties: {
    number: text(),
    service: text(40),
    party: text(36),
    division: { type: 'string', pattern: '^[0-9]{12}$' },
    channel: text(20),
    amount: { type: 'integer', minimum: 1 },
    form: { type: 'object' },
  },
}

const createStatement = `
  with made as (
    insert into limit_case (number, service, state, party_id, division, channel, holder, form, requested_amount, due_on, submitted_at)
    values ($1, $2, 'submitted', $3, $4, $5, 'office', $6, $7, current_date + 7, now()) returning id),
  told as (
    insert into limit_history (case_id, action, from_state, to_state, actor_id)
    select id, 'submit', 'draft', 'submitted', $3 from made),
  seen as (
    insert into limit_audit (actor_id, operation, subject_id, trace_id)
    select $3, 'case.submit', id, 'limit' from made),
  next as (insert into limit_job (queue, payload) values ('tell', '{"kind":"submitted"}'))
  select id from made`

interface Created {
  number: string
  service: string
  party: string
  division: string
  channel: string
  amount: number
  form: object
}

function routes(app: FastifyInstance): void {
  app.post<{ Body: Created }>(
    '/cases',
    { schema: { body, response: answer({ id: { type: 'integer' } }) } },
    async (request) => {
      const { number, service, party, division, channel, form, amount } = request.body
      const values = [number, service, party, division, channel, JSON.stringify(form), amount]
      return (await pool.query({ name: 'create', text: createStatement, values })).rows[0]
    },
  )
  app.get<{ Querystring: { division: string; state: string } }>(
    '/cases',
    { schema: { response: answer({ items: { type: 'array', items: { type: 'object', properties: listed } } }) } },
    async ({ query }) => ({
      items: (
        await pool.query({
          name: 'list',
          text: `select ${columns} from limit_case where division = $1 and state = $2 order by due_on, id limit 20`,
          values: [query.division, query.state],
        })
      ).rows,
    }),
  )
  app.get<{ Params: { id: string } }>(
    '/cases/:id',
    { schema: { response: answer(whole) } },
    async ({ params }) =>
      (
        await pool.query({
          name: 'get',
          text: `select ${columns}, form from limit_case where id = $1`,
          values: [params.id],
        })
      ).rows[0],
  )
  app.get<{ Querystring: { q: string } }>(
    '/search',
    {
      schema: {
        response: answer({
          items: {
            type: 'array',
            items: { type: 'object', properties: { id: text(), title: text(), rank: { type: 'number' } } },
          },
        }),
      },
    },
    async ({ query }) => ({
      items: (
        await pool.query({
          name: 'search',
          text: `select id, title, ts_rank(words, q) as rank from limit_text, to_tsquery('simple', $1) q
            where words @@ q order by rank desc, id limit 20`,
          values: [cutWords(query.q).map(quoteLexeme).join(' & ')],
        })
      ).rows,
    }),
  )
}

interface Listed {
  number: string
  state: string
}

/** A page of about 200 elements. */
const renderList = (rows: readonly Listed[]) =>
  renderToString(
    createElement(
      'main',
      null,
      rows.map((row) =>
        createElement(
          'section',
          { key: row.number },
          Array.from({ length: 9 }, (_, index) => createElement('p', { key: index }, `${row.number} ${row.state}`)),
        ),
      ),
    ),
  )

/** The rendered page: one query and React, without a router. */
function rendered(app: FastifyInstance): void {
  app.get('/page', async (_request, reply) => {
    const { rows } = await pool.query<Listed>({
      name: 'page',
      text: "select number, state from limit_case where division = $1 and state = 'submitted' order by due_on, id limit 20",
      values: ['420502000000'],
    })
    return reply.type('text/html; charset=utf-8').send(`<!doctype html><title>page</title>${renderList(rows)}`)
  })
}

const isPublic = (path: string) => path.startsWith('/search') || path === '/page'

function isSigned(authorization = ''): boolean {
  const [head, claims, signature] = authorization.slice(7).split('.')
  const wanted = createHmac('sha256', key).update(`${head}.${claims}`).digest()
  const given = Buffer.from(signature ?? '', 'base64url')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false
  return typeof JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) === 'object'
}

const page = Buffer.from(`<!doctype html><title>page</title>${'<p>static page</p>'.repeat(500)}`.slice(0, 8192))

/** The static page is node:http alone, on a port of its own: no framework at all. */
const still = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length })
  response.end(page)
})

const app = Fastify({ logger: false })
app.addHook('onRequest', async (request, reply) => {
  if (!isPublic(request.url) && !isSigned(request.headers.authorization))
    return reply.code(401).send({ error: 'unsigned' })
})
routes(app)
rendered(app)
const address = await app.listen({ port: 0, host: '127.0.0.1' })
await new Promise<void>((done) => still.listen(0, '127.0.0.1', done))
const { port } = still.address() as { port: number }
console.log(JSON.stringify({ address, still: `http://127.0.0.1:${port}` }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0))
