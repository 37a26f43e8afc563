import { Type } from 'typebox'
import { only } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import {
  discardTemplate,
  editTemplate,
  findTemplates,
  getTemplateView,
  releaseTemplate,
  type TemplateHouse,
} from './edit-templates.ts'
import { media, partNames, textParts } from './template-text.ts'

const policy = only('editor', 'administrator')

const Code = Type.String({ title: '模板', minLength: 1, maxLength: 100 })
const Version = Type.Integer({ title: '看到的版本', minimum: 0, maximum: 1_000_000 })
const Texts = Type.Object(
  Object.fromEntries(
    textParts.map((part) => [part, Type.Optional(Type.String({ title: partNames[part], maxLength: 5000 }))]),
  ) as Record<(typeof textParts)[number], ReturnType<typeof Type.Optional<ReturnType<typeof Type.String>>>>,
  { title: '文字', additionalProperties: false },
)

const summary = {
  code: Type.String(),
  zh: Type.String(),
  topic: Type.String(),
  urgent: Type.Boolean({ description: 'Sent at any hour, and whatever has been switched off' }),
  notice: Type.Boolean({ description: 'Whether it also stands in the inbox of the portal' }),
  media: Type.Array(Type.Enum([...media])),
}

const Edit = Type.Object({
  version: Type.Integer(),
  state: Type.Enum(['draft', 'released', 'replaced', 'discarded']),
  texts: Nullable(Texts),
  remark: Type.String(),
  editor: Nullable(Type.String()),
  editedAt: InstantText,
  releaser: Nullable(Type.String()),
  releasedAt: Nullable(InstantText),
  own: Type.Boolean({ description: 'Written by the caller, who therefore cannot release it' }),
})

const findOperation = (house: TemplateHouse) =>
  defineOperation({
    name: 'noticeTemplate.find',
    summary: '通知模板：每一类通知的文字',
    http: 'GET /notice-templates',
    policy,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          ...summary,
          edited: Type.Boolean({ description: 'Whether a wording of staff holds in place of the platform’s' }),
          outdated: Type.Boolean({ description: 'That wording no longer fits, so the platform’s own is used' }),
          releasedAt: Nullable(InstantText),
          waiting: Type.Boolean({ description: 'An edit waits for a second person' }),
        }),
      ),
    }),
    handle: async (ctx) => ({ items: await findTemplates(ctx, house) }),
  })

const getOperation = (house: TemplateHouse) =>
  defineOperation({
    name: 'noticeTemplate.get',
    summary: '一个通知模板：变量、文字、等待发布的修改和历史',
    http: 'GET /notice-templates/:code',
    policy,
    input: Type.Object({ code: Code }, { additionalProperties: false }),
    output: Type.Object({
      ...summary,
      version: Type.Integer({ description: 'Of the newest edit; 0 where there is none' }),
      variables: Type.Array(
        Type.Object({
          name: Type.String(),
          zh: Type.String({ description: 'What stands in the braces' }),
          kind: Type.Enum(['text', 'date', 'link', 'code']),
          sample: Type.String(),
          personal: Type.Boolean(),
          required: Type.Boolean(),
        }),
      ),
      parts: Type.Array(Type.Enum([...textParts])),
      ownTexts: Texts,
      texts: Texts,
      edits: Type.Array(Edit, { description: 'Newest first' }),
    }),
    handle: (ctx, { code }) => getTemplateView(ctx, house, code),
  })

const saveOperation = (house: TemplateHouse) =>
  defineOperation({
    name: 'noticeTemplate.edit',
    summary: '修改通知的文字，等另一个人发布；不带文字表示恢复系统自带的',
    http: 'POST /notice-templates/:code/edits',
    policy,
    input: Type.Object(
      {
        code: Code,
        version: Version,
        texts: Type.Optional(Texts),
        remark: Type.Optional(Type.String({ title: '修改说明', maxLength: 200 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ version: Type.Integer() }),
    handle: (ctx, input) => editTemplate(ctx, house, input),
  })

const Chosen = Type.Object({ code: Code, version: Version }, { additionalProperties: false })
const Done = Type.Object({ version: Type.Integer() })

const releaseOperation = (house: TemplateHouse) =>
  defineOperation({
    name: 'noticeTemplate.release',
    summary: '发布另一个人对通知文字的修改',
    http: 'POST /notice-templates/:code/release',
    policy,
    input: Chosen,
    output: Done,
    handle: (ctx, input) => releaseTemplate(ctx, house, input),
  })

const discardOperation = (house: TemplateHouse) =>
  defineOperation({
    name: 'noticeTemplate.discard',
    summary: '作废等待发布的修改',
    http: 'POST /notice-templates/:code/discard',
    policy,
    input: Chosen,
    output: Done,
    handle: (ctx, input) => discardTemplate(ctx, house, input),
  })

/** The wordings of notices, edited by one person and released by another. */
export const templateOperations = (house: TemplateHouse): readonly Operation[] => [
  findOperation(house),
  getOperation(house),
  saveOperation(house),
  releaseOperation(house),
  discardOperation(house),
]
