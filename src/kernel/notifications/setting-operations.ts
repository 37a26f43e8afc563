import { Type } from 'typebox'
import { only } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { getCopyAddress } from './copies.ts'
import { EMAIL_CODE_MINUTES } from './email-codes.ts'
import { confirmEmail, getSettings, mutes, removeEmail, requestEmail, saveSettings } from './settings.ts'

const policy = only('entrepreneur')
const Version = Type.Integer({ title: '看到的版本', minimum: 0 })
const Time = (title: string) => Type.Optional(Type.String({ title, maxLength: 20 }))

const getOperation = defineOperation({
  name: 'noticeSetting.getOwn',
  summary: '本人的通知设置：哪些事用哪种方式通知、邮箱、免打扰时段',
  http: 'GET /me/notice-settings',
  policy,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    version: Type.Integer({ description: '0 where nothing was ever changed' }),
    phone: Nullable(Type.String({ description: 'Partly hidden' })),
    email: Nullable(Type.String({ description: 'Confirmed; partly hidden' })),
    pendingEmail: Nullable(Type.String({ description: 'A code went there and waits to be typed in; partly hidden' })),
    topics: Type.Array(
      Type.Object({
        topic: Type.String(),
        zh: Type.String(),
        says: Type.String(),
        sms: Type.Boolean(),
        email: Type.Boolean(),
      }),
    ),
    quiet: Nullable(Type.Object({ from: Type.String(), until: Type.String() })),
  }),
  handle: (ctx) => getSettings(ctx),
})

const saveOperation = defineOperation({
  name: 'noticeSetting.save',
  summary: '保存通知设置',
  http: 'POST /me/notice-settings',
  policy,
  input: Type.Object(
    {
      version: Version,
      muted: Type.Array(Type.Enum([...mutes]), { title: '不用的通知方式', maxItems: mutes.length }),
      quietFrom: Time('免打扰从'),
      quietUntil: Time('免打扰到'),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ version: Type.Integer() }),
  handle: saveSettings,
})

const requestEmailOperation = defineOperation({
  name: 'noticeSetting.requestEmail',
  summary: '填写邮箱，获取核对邮箱的验证码',
  http: 'POST /me/notice-settings/email',
  policy,
  input: Type.Object(
    { email: Type.String({ title: '邮箱', minLength: 1, maxLength: 254 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ sent: Type.Literal(true), validMinutes: Type.Integer() }),
  async handle(ctx, { email }) {
    await requestEmail(ctx, email)
    return { sent: true as const, validMinutes: EMAIL_CODE_MINUTES }
  },
})

const confirmEmailOperation = defineOperation({
  name: 'noticeSetting.confirmEmail',
  summary: '用验证码核对邮箱',
  http: 'POST /me/notice-settings/email/confirm',
  policy,
  keyless: true,
  input: Type.Object(
    { code: Type.String({ title: '邮件验证码', pattern: '^\\d{6}$', 'x-pattern': '要填 6 位数字' }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ confirmed: Type.Literal(true) }),
  async handle(ctx, { code }) {
    await confirmEmail(ctx, code)
    return { confirmed: true as const }
  },
})

const removeEmailOperation = defineOperation({
  name: 'noticeSetting.removeEmail',
  summary: '删除邮箱，不再用邮件通知',
  http: 'POST /me/notice-settings/email/remove',
  policy,
  input: Type.Object({ version: Version }, { additionalProperties: false }),
  output: Type.Object({ version: Type.Integer() }),
  handle: (ctx, { version }) => removeEmail(ctx, version),
})

const copyAddressOperation = defineOperation({
  name: 'noticeSetting.getCopyAddress',
  summary: '文件可以发到的本人邮箱，隐去一部分',
  http: 'GET /me/copy-address',
  policy: only('entrepreneur', 'agent'),
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    email: Nullable(Type.String({ description: 'Confirmed; partly hidden. Null where there is none' })),
  }),
  handle: async (ctx) => ({ email: await getCopyAddress(ctx) }),
})

/** A person's own settings. */
export const settingOperations: readonly Operation[] = [
  getOperation,
  saveOperation,
  requestEmailOperation,
  confirmEmailOperation,
  removeEmailOperation,
  copyAddressOperation,
]
