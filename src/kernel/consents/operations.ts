import { Type } from 'typebox'
import { notFound } from '../../shared/errors.ts'
import { anyone, only } from '../access/policy.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { getPersonRow } from '../parties/store.ts'
import {
  findDueTexts,
  giveConsents,
  publishText,
  takeDownConsents,
  viewConsents,
  viewOwnConsents,
  withdrawConsent,
} from './consents.ts'
import { consentPurposes, purposeNames } from './purposes.ts'
import { type ConsentText, findCurrentTexts, findText } from './store.ts'

export interface ConsentOptions {
  /** Whose administrators publish the texts: the platform's root division. */
  root: DivisionCode
}

const Nothing = Type.Object({}, { additionalProperties: false })
const Purpose = Type.Enum([...purposeNames], { title: '事项' })
const Version = Type.Integer({ title: '看到的版本', minimum: 1, maximum: 2_000_000_000 })
const Said = Type.Object({ purpose: Purpose, version: Version }, { additionalProperties: false })
const PersonId = Type.String({ title: '服务对象', format: 'uuid' })

const TextView = Type.Object({
  purpose: Purpose,
  version: Type.Integer(),
  title: Type.String(),
  body: Type.String({ description: 'Paragraphs, an empty line between them' }),
  required: Type.Boolean(),
  publishedAt: InstantText,
})

const viewText = ({ publishedAt, ...text }: ConsentText) => ({
  ...text,
  required: consentPurposes[text.purpose].required,
  publishedAt: publishedAt.toISOString(),
})

const ConsentsView = Type.Object({
  purposes: Type.Array(
    Type.Object({
      purpose: Purpose,
      title: Type.String(),
      current: Type.Integer({ description: 'The newest version' }),
      required: Type.Boolean({ description: 'The online services need it' }),
      withCase: Type.Boolean({ description: 'Asked for with each application' }),
      standing: Nullable(Type.Enum(['given', 'withdrawn'])),
      version: Nullable(Type.Integer()),
      at: Nullable(InstantText),
    }),
  ),
  history: Type.Array(
    Type.Object({
      purpose: Purpose,
      title: Type.String(),
      version: Type.Integer(),
      given: Type.Boolean(),
      form: Type.Enum(['online', 'paper', 'spoken']),
      caseId: Nullable(Type.String()),
      byClerk: Type.Boolean(),
      at: InstantText,
    }),
  ),
})

const findTextsOperation = defineOperation({
  name: 'consent.findTexts',
  summary: '服务条款、个人信息处理说明等，现在的版本',
  http: 'GET /consents/texts',
  policy: anyone,
  input: Nothing,
  output: Type.Object({ items: Type.Array(TextView) }),
  handle: async ({ db }) => ({ items: (await findCurrentTexts(db)).map(viewText) }),
})

const getTextOperation = defineOperation({
  name: 'consent.getText',
  summary: '一份条款或说明的一个版本',
  http: 'GET /consents/texts/:purpose',
  policy: anyone,
  input: Type.Object({ purpose: Purpose, version: Type.Optional(Version) }, { additionalProperties: false }),
  output: TextView,
  async handle({ db }, { purpose, version }) {
    const text = await findText(db, purpose, version)
    if (!text) throw notFound('这份说明')
    return viewText(text)
  },
})

const findDueOperation = defineOperation({
  name: 'consent.findDue',
  summary: '还要本人看过并同意的条款和说明',
  http: 'GET /me/consents/due',
  policy: only('entrepreneur', 'agent'),
  input: Nothing,
  output: Type.Object({ items: Type.Array(TextView) }),
  handle: async (ctx) => ({ items: (await findDueTexts(ctx)).map(viewText) }),
})

const giveOperation = defineOperation({
  name: 'consent.give',
  summary: '本人表示同意',
  http: 'POST /me/consents',
  policy: only('entrepreneur', 'agent'),
  input: Type.Object(
    { items: Type.Array(Said, { title: '同意的事项', minItems: 1, maxItems: 10 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ given: Type.Literal(true) }),
  async handle(ctx, { items }) {
    await giveConsents(ctx, items)
    return { given: true as const }
  },
})

const withdrawOperation = defineOperation({
  name: 'consent.withdraw',
  summary: '本人撤回同意',
  http: 'POST /me/consents/:purpose/withdraw',
  policy: only('entrepreneur', 'agent'),
  input: Type.Object({ purpose: Purpose }, { additionalProperties: false }),
  output: Type.Object({ withdrawn: Type.Literal(true) }),
  async handle(ctx, { purpose }) {
    await withdrawConsent(ctx, purpose)
    return { withdrawn: true as const }
  },
})

const findOwnOperation = defineOperation({
  name: 'consent.findOwn',
  summary: '本人同意过什么，什么时候，怎样表示的',
  http: 'GET /me/consents',
  policy: only('entrepreneur', 'agent'),
  personal: true,
  input: Nothing,
  output: ConsentsView,
  handle: viewOwnConsents,
})

const getOfPersonOperation = defineOperation({
  name: 'person.getConsents',
  summary: '服务对象同意过什么',
  http: 'GET /people/:id/consents',
  policy: only('clerk', 'reviewer'),
  personal: true,
  input: Type.Object({ id: PersonId }, { additionalProperties: false }),
  output: ConsentsView,
  async handle(ctx, { id }) {
    const { division } = await ctx.guarded((tx) => getPersonRow(tx, ctx.scope, id))
    ctx.concerning({ kind: 'person', id, division })
    return viewConsents(ctx, id)
  },
})

const takeDownOperation = defineOperation({
  name: 'person.takeDownConsent',
  summary: '窗口登记服务对象书面或口头表示的同意或撤回',
  http: 'POST /people/:id/consents',
  policy: only('clerk'),
  input: Type.Object(
    {
      id: PersonId,
      purpose: Purpose,
      version: Version,
      given: Type.Boolean({ title: '同意还是撤回' }),
      form: Type.Enum(['paper', 'spoken'], { title: '怎样表示的' }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ recorded: Type.Literal(true) }),
  handle: (ctx, { id, given, form, ...said }) =>
    ctx.guarded(async (tx) => {
      const { division } = await getPersonRow(tx, ctx.scope, id)
      await takeDownConsents(ctx, tx, { partyId: id, given, form, said: [said] })
      ctx.concerning({ kind: 'person', id, division })
      return { recorded: true as const }
    }),
})

const publishOperation = ({ root }: ConsentOptions) =>
  defineOperation({
    name: 'consent.publishText',
    summary: '发布条款或说明的新版本；同意过旧版本的，下次登录会再问',
    http: 'POST /consents/texts',
    policy: only('administrator'),
    input: Type.Object(
      {
        purpose: Purpose,
        version: Version,
        title: Type.String({ title: '名称', minLength: 2, maxLength: 60 }),
        body: Type.String({ title: '内容', minLength: 20, maxLength: 20_000 }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ purpose: Purpose, version: Type.Integer() }),
    handle: (ctx, input) => publishText(ctx, root, input),
  })

/** Consent (同意): what is asked, what was said, and taking it back. */
export const consentOperations = (options: ConsentOptions): readonly Operation[] => [
  findTextsOperation,
  getTextOperation,
  findDueOperation,
  giveOperation,
  withdrawOperation,
  findOwnOperation,
  getOfPersonOperation,
  takeDownOperation,
  publishOperation(options),
]
