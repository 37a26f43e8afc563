import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, type RefusalParts } from '../../shared/errors.ts'
import { describeFault } from '../../shared/fault.ts'

/** RFC 9457 problem details, with the fields and the way out. */
export type Problem = Omit<RefusalParts, 'retryAfterSeconds'> & { type: string; traceId: string }

/** What the framework refuses by itself, by its codes. */
const frameworkRefusals: Readonly<Record<string, RefusalParts>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'malformed',
    title: '提交的内容无法识别',
    detail: '请求正文不是合法的 JSON，或用了不允许的字段名（__proto__、constructor），请检查后重发。',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'malformed',
    title: '提交的内容无法识别',
    detail: '请求正文是空的，请检查后重发。',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'media-type',
    title: '不支持这种内容类型',
    detail: '请用 application/json 提交；上传材料用 multipart/form-data。',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'too-large',
    title: '提交的内容太大',
    detail: '单次提交的正文不能超过 1 MiB，文件请按材料上传，每个不超过 20 MiB。',
  },
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'malformed',
    title: '地址无法识别',
    detail: '地址里 % 后面的编码不完整，或不是 UTF-8。请检查地址，或从首页重新进入。',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'address-too-long',
    title: '地址太长',
    detail: '地址里的编号或名称太长，不会有这样的内容。请检查地址，或从首页重新进入。',
  },
}

const unreadable: RefusalParts = {
  status: 400,
  code: 'malformed',
  title: '请求无法识别',
  detail: '请检查地址和内容后重试。',
}

const fault: RefusalParts = {
  status: 500,
  code: 'fault',
  title: '服务出了问题，不是您的原因',
  detail: '您填写的内容没有丢失。请稍后再试；需要帮助时，请把下面的跟踪号告诉我们。',
}

const unavailable: RefusalParts = {
  status: 503,
  code: 'unavailable',
  title: '服务暂时不可用',
  detail: '正在恢复，请稍后再试，已提交的内容不受影响。',
  retryAfterSeconds: 5,
}

/** Codes by which the database says that it is away, full or shutting down: to be tried again, nothing was written. */
const awayCodes = /^(08|53|57P|58|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE)/
const isAway = (error: { code?: string; message?: string }) =>
  awayCodes.test(error.code ?? '') ||
  /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable/.test(
    error.message ?? '',
  )

/** A unique key of the database refused what two callers did at once. */
const collision: RefusalParts = {
  status: 409,
  code: 'collision',
  title: '刚刚有一件同样的提交',
  detail: '请刷新后看一看是否已经办好，再决定要不要重试。',
}

function partsOf(error: unknown): RefusalParts {
  if (error instanceof Refusal) return error.parts
  const { code, statusCode, message } = error as FastifyError
  const known = frameworkRefusals[code ?? '']
  if (known) return known
  if (code === '23505') return collision
  if (isAway({ code, message })) return unavailable
  if (statusCode === 429)
    return { status: 429, code: 'too-many', title: '操作太频繁了', detail: '请稍等一会儿再试。', retryAfterSeconds: 60 }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return { ...unreadable, status: statusCode }
  return fault
}

/** Whatever was thrown, as what the caller is told; faults of ours keep their details to the log. */
export function toProblem(error: unknown, traceId: string): Problem & { retryAfterSeconds?: number | undefined } {
  const { retryAfterSeconds, ...parts } = partsOf(error)
  return { type: `urn:qichuang:problem:${parts.code}`, ...parts, traceId, retryAfterSeconds }
}

/** Fastify's error handler: problem+json, a trace id, Retry-After where it helps. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { retryAfterSeconds, ...problem } = toProblem(error, request.id)
  if (problem.status >= 500) {
    request.log.error({ traceId: request.id, ...describeFault(error) })
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  return reply
    .code(problem.status)
    .headers({ 'cache-control': 'private, no-store', 'x-trace-id': request.id })
    .type('application/problem+json')
    .send(problem)
}
