import { Type } from 'typebox'
import { addMonths, parseDate } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import { anyone, only } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { contactRater, getRating, replyToRating } from './answer.ts'
import { getByCode, giveByCode, makeCode } from './codes.ts'
import { ratingFigures } from './figures.ts'
import { addToRating, enterParty, giveRating } from './give-rating.ts'
import { type RatingHouse, serviceWord } from './invite.ts'
import { AnswerResult, ContactWay, MOST_WORDS, ratingFields } from './schema.ts'
import { countOpen, findRating, findRatings } from './store.ts'
import { describeRound, viewOwnRating, viewRating, viewWholeRating } from './view.ts'

const PAGE = 30

const CaseId = Type.String({ title: '办件', format: 'uuid' })
const RatingId = Type.String({ title: '评价', format: 'uuid' })
const Token = Type.String({ title: '评价地址', pattern: '^[A-Za-z0-9_-]{10,64}$', 'x-pattern': '评价地址不完整' })
const Version = Type.Integer({ title: '看到的版本', minimum: 1, maximum: 1_000_000 })
const Day = Type.String({ description: 'Calendar date in Asia/Shanghai' })

const own = only('entrepreneur', 'agent')

const round = {
  number: Type.String(),
  serviceLabel: Type.String(),
  office: Nullable(Type.String()),
  endedAt: InstantText,
  closesOn: Day,
}

const getOwnOperation = (house: RatingHouse) =>
  defineOperation({
    name: 'rating.getOwn',
    summary: '本人对一个办结办件的评价，和对它的回复',
    http: 'GET /me/cases/:id/rating',
    policy: own,
    input: Type.Object({ id: CaseId }, { additionalProperties: false }),
    output: Type.Object({
      ...round,
      closed: Type.Boolean(),
      rating: Nullable(
        Type.Object({
          stars: Type.Integer(),
          starsWord: Type.String(),
          tags: Type.Array(Type.String()),
          words: Nullable(Type.String()),
          additions: Type.Array(Type.String()),
          givenAt: InstantText,
          answer: Nullable(
            Type.Object({
              dueOn: Day,
              reply: Nullable(Type.String()),
              result: Nullable(Type.String()),
              repliedAt: Nullable(InstantText),
            }),
          ),
        }),
      ),
    }),
    handle: async (ctx, { id }) => {
      const view = await viewOwnRating(ctx, house, id)
      return { ...view, rating: view.rating && { ...view.rating, answer: view.rating.answer ?? null } }
    },
  })

const giveOperation = defineOperation({
  name: 'rating.give',
  summary: '评价一个办结的办件：每办完一次评价一次，交了不能改',
  http: 'POST /me/cases/:id/rating',
  policy: own,
  input: Type.Object({ id: CaseId, ...ratingFields }, { additionalProperties: false }),
  output: Type.Object({ stars: Type.Integer() }),
  handle: giveRating,
})

const addOperation = defineOperation({
  name: 'rating.add',
  summary: '在自己的评价后面补充几句',
  http: 'POST /me/cases/:id/rating/additions',
  policy: own,
  input: Type.Object(
    { id: CaseId, words: Type.String({ title: '补充的话', minLength: 1, maxLength: MOST_WORDS }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ additions: Type.Integer() }),
  handle: addToRating,
})

const inviteOperation = defineOperation({
  name: 'rating.invite',
  summary: '请申请人当场评价：一个半小时内有效的评价地址',
  http: 'POST /cases/:id/rating-code',
  policy: only('clerk', 'reviewer', 'approver'),
  input: Type.Object({ id: CaseId }, { additionalProperties: false }),
  output: Type.Object({ path: Type.String(), expiresAt: InstantText }),
  handle: (ctx, { id }) => makeCode(ctx, id),
})

const getByCodeOperation = (house: RatingHouse) =>
  defineOperation({
    name: 'rating.getByCode',
    summary: '当场评价的页面要知道的：哪件事、哪个窗口、评过没有',
    http: 'GET /rating-codes/:token',
    policy: anyone,
    input: Type.Object({ token: Token }, { additionalProperties: false }),
    output: Type.Object({ ...round, rated: Type.Boolean() }),
    handle: (ctx, { token }) =>
      ctx.guarded(async (tx) => {
        const invitation = await getByCode(tx, token, ctx.now)
        await enterParty(tx, invitation)
        const rated = (await findRating(tx, invitation)) !== undefined
        return { ...(await describeRound(tx, house, invitation)), rated }
      }),
  })

const giveByCodeOperation = defineOperation({
  name: 'rating.giveByCode',
  summary: '当场评价，不用登录',
  http: 'POST /rating-codes/:token',
  policy: anyone,
  input: Type.Object({ token: Token, ...ratingFields }, { additionalProperties: false }),
  output: Type.Object({ stars: Type.Integer() }),
  handle: giveByCode,
})

const listed = {
  id: Type.String(),
  stars: Type.Integer(),
  starsWord: Type.String(),
  bad: Type.Boolean(),
  tags: Type.Array(Type.String()),
  hasWords: Type.Boolean(),
  serviceLabel: Type.String(),
  office: Nullable(Type.String()),
  divisionName: Type.String(),
  channel: Type.String(),
  givenAt: InstantText,
  answerState: Nullable(Type.Enum(['open', 'contacted', 'replied'])),
  dueOn: Nullable(Day),
  overdue: Type.Boolean(),
}

const findOperation = (house: RatingHouse) =>
  defineOperation({
    name: 'rating.find',
    summary: '辖区里的评价：等回复的差评最急的在前，其他的最新的在前',
    http: 'GET /ratings',
    policy: only('administrator', 'auditor'),
    input: Type.Object(
      {
        view: Type.Optional(Type.Enum(['open', 'bad', 'all'], { title: '范围' })),
        service: Type.Optional(Type.String({ title: '事项', maxLength: 60 })),
        after: Type.Optional(Type.String({ title: '从哪一条之后', format: 'uuid' })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      items: Type.Array(Type.Object(listed)),
      open: Type.Integer({ description: 'Bad ratings that wait for an answer' }),
      overdue: Type.Integer({ description: 'Of these, past their deadline' }),
      services: Type.Array(Type.Object({ service: Type.String(), zh: Type.String() })),
      next: Nullable(Type.String({ description: 'Value of after for the next page' })),
    }),
    handle: (ctx, { view = 'open', service, after }) =>
      ctx.guarded(async (tx) => {
        const [found, open] = await Promise.all([
          findRatings(tx, ctx.scope, { view, service, after, limit: PAGE + 1 }),
          countOpen(tx, ctx.scope, ctx.today),
        ])
        const page = found.slice(0, PAGE)
        return {
          items: page.map((row) => viewRating(ctx, house, row)),
          ...open,
          services: house.flows.map((flow) => ({ service: flow.service, zh: serviceWord(house, flow.service) })),
          next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null,
        }
      }),
  })

const getOperation = (house: RatingHouse) =>
  defineOperation({
    name: 'rating.get',
    summary: '一条评价的全文；差评还有评价人，以便联系',
    http: 'GET /ratings/:ratingId',
    policy: only('administrator', 'auditor'),
    personal: true,
    input: Type.Object({ ratingId: RatingId }, { additionalProperties: false }),
    output: Type.Object({
      ...listed,
      words: Nullable(Type.String()),
      answer: Nullable(
        Type.Object({
          number: Type.String(),
          name: Nullable(Type.String({ description: 'Partly hidden' })),
          phone: Nullable(Type.String()),
          version: Type.Integer(),
          contactWay: Nullable(Type.String()),
          contactNote: Nullable(Type.String()),
          contactedAt: Nullable(InstantText),
          reply: Nullable(Type.String()),
          result: Nullable(Type.String()),
          repliedAt: Nullable(InstantText),
        }),
      ),
    }),
    handle: (ctx, { ratingId }) =>
      ctx.guarded(async (tx) => {
        const row = await getRating(tx, ctx, ratingId)
        ctx.concerning({ kind: 'rating', id: ratingId, division: row.division })
        return viewWholeRating(tx, ctx, house, row)
      }),
  })

const contactOperation = defineOperation({
  name: 'rating.contact',
  summary: '记下联系差评人的经过',
  http: 'POST /ratings/:ratingId/contact',
  policy: only('administrator'),
  input: Type.Object(
    {
      ratingId: RatingId,
      version: Version,
      way: ContactWay,
      note: Type.String({ title: '联系的经过', minLength: 4, maxLength: 1000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ version: Type.Integer() }),
  handle: contactRater,
})

const replyOperation = (house: RatingHouse) =>
  defineOperation({
    name: 'rating.reply',
    summary: '回复差评并写明处理结果；评价人会收到通知',
    http: 'POST /ratings/:ratingId/reply',
    policy: only('administrator'),
    input: Type.Object(
      {
        ratingId: RatingId,
        version: Version,
        result: AnswerResult,
        reply: Type.String({ title: '给评价人的回复', minLength: 10, maxLength: 1000 }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ version: Type.Integer() }),
    handle: (ctx, input) => replyToRating(ctx, house, input),
  })

const figuresOperation = (house: RatingHouse) =>
  defineOperation({
    name: 'rating.getFigures',
    summary: '评价的数字：按事项、机构、人员、地区或月份',
    http: 'GET /rating-figures',
    policy: only('administrator', 'auditor'),
    input: Type.Object(
      {
        by: Type.Optional(Type.Enum(['service', 'office', 'person', 'division', 'month'], { title: '按什么统计' })),
        from: Type.Optional(Type.String({ title: '从哪天', maxLength: 20 })),
        to: Type.Optional(Type.String({ title: '到哪天', maxLength: 20 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      from: Day,
      to: Day,
      items: Type.Array(
        Type.Object({
          key: Nullable(Type.String()),
          name: Type.String(),
          ended: Type.Integer({ description: 'Rounds that ended' }),
          rated: Type.Integer(),
          stars: Type.Array(Type.Integer(), { description: 'How many gave 1, 2, 3, 4 and 5' }),
          bad: Type.Integer(),
          replied: Type.Integer(),
          repliedInTime: Type.Integer(),
        }),
      ),
    }),
    async handle(ctx, { by = 'office', from, to }) {
      const last = to ? parseDate(to, 'to') : ctx.today
      const first = from ? parseDate(from, 'from') : addMonths(last, -3)
      if (first > last) throw invalid([{ field: 'to', code: 'order', message: '到哪天：要在开始的那天之后。' }])
      const items = await ctx.guarded((tx) => ratingFigures(tx, ctx.scope, { by, from: first, to: last }))
      return {
        from: first,
        to: last,
        items: items.map(({ name, ...row }) => ({
          ...row,
          name: name ?? (by === 'service' && row.key ? serviceWord(house, row.key) : (row.key ?? '没有经办人')),
        })),
      }
    },
  })

/** Ratings by those who were served, and the answers to bad ones. */
export const ratingOperations = (house: RatingHouse): readonly Operation[] => [
  getOwnOperation(house),
  giveOperation,
  addOperation,
  inviteOperation,
  getByCodeOperation(house),
  giveByCodeOperation,
  findOperation(house),
  getOperation(house),
  contactOperation,
  replyOperation(house),
  figuresOperation(house),
]
