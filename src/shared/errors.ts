/** One thing wrong with what was sent: which field, a stable code, a Chinese sentence, and the article it rests on. */
export interface FieldError {
  field: string
  code: string
  message: string
  article?: string
}

export interface RefusalParts {
  /** HTTP status, always 4xx or 503. */
  status: number
  /** Stable English code, kebab-case. */
  code: string
  /** What was refused, in plain Chinese. */
  title: string
  /** Why, and the way out, in plain Chinese. */
  detail?: string
  errors?: FieldError[]
  /** What else the caller needs to go on: the current version, the actions allowed now. Never personal data. */
  now?: Record<string, unknown>
  retryAfterSeconds?: number
}

/** An expected "no". Everything that is not a Refusal is a fault of ours and answered without its details. */
export class Refusal extends Error {
  readonly parts: RefusalParts
  constructor(parts: RefusalParts) {
    super(parts.detail ? `${parts.title}：${parts.detail}` : parts.title)
    this.name = 'Refusal'
    this.parts = parts
  }
}

/** 400: the request cannot be read at all. */
export const malformed = (detail: string, errors: FieldError[] = []) =>
  new Refusal({ status: 400, code: 'malformed', title: '提交的内容无法识别', detail, errors })

/** 401: who is asking is not known. */
export const unauthenticated = (detail = '请先登录，再继续办理。') =>
  new Refusal({ status: 401, code: 'unauthenticated', title: '您还没有登录', detail })

/** 403: known, but not entitled; the detail says who is. */
export const forbidden = (detail: string) =>
  new Refusal({ status: 403, code: 'forbidden', title: '您没有办理这件事的权限', detail })

/** 404: not there, or not visible to the asker; the two look alike on purpose. */
export const notFound = (what: string) =>
  new Refusal({
    status: 404,
    code: 'not-found',
    title: `没有找到${what}`,
    detail: '可能是地址有误，或不在您可以查看的范围内。',
  })

/** 409: the thing has moved on, or the step is not allowed now; `now` says what is. */
export const conflict = (code: string, title: string, detail: string, now?: Record<string, unknown>) =>
  new Refusal({ status: 409, code, title, detail, now })

/** 422: readable, but wrong; every fault at once. */
export const invalid = (errors: FieldError[], title = '有几处需要改一下') =>
  new Refusal({ status: 422, code: 'invalid', title, detail: errors.map((error) => error.message).join('；'), errors })

/** 429: too many tries; says when to come back. */
export const tooMany = (detail: string, retryAfterSeconds: number) =>
  new Refusal({ status: 429, code: 'too-many', title: '操作太频繁了', detail, retryAfterSeconds })
