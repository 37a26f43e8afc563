import { errorCodes, type FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import { type IncomingFile, isWrite, type Operation } from '../../kernel/operations/operation.ts'
import { invalid, malformed, Refusal } from '../../shared/errors.ts'

/** A little beyond what a paper may be, so that whoever counts refuses it in words; nothing is read further. */
const READ_AT_MOST = 20 * 1024 * 1024 + 65_536

export interface Input {
  values: unknown
  file?: IncomingFile
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Addresses carry text alone: it becomes the number or truth value that the schema asks for, or stays text and is refused. */
const fromText = (operation: Operation, values: Record<string, unknown>) =>
  Value.Convert(operation.input, { ...values })

const notMultipart = () =>
  new Refusal({
    status: 415,
    code: 'media-type',
    title: '不支持这种内容类型',
    detail: '上传材料请用 multipart/form-data，先写 kind，再写 file。',
  })

/** The part with the file, the fields before it already read; undefined when there is none. */
async function openFile(request: FastifyRequest) {
  try {
    const limits = { files: 1, fields: 5, fieldSize: 1000, fileSize: READ_AT_MOST }
    return await request.file({ limits, throwFileSizeLimit: false })
  } catch (error) {
    // What the parser says of its own carries a code; of a body cut off or wrongly divided it has only words.
    if ((error as { code?: string }).code) throw error
    throw malformed('上传的内容不完整，或各部分的分隔不对。请检查网络后重新上传。', [
      { field: 'file', code: 'incomplete', message: '文件没有传完整' },
    ])
  }
}

/** Fields before the file in a multipart body; the file itself streams on. */
async function readMultipart(request: FastifyRequest, operation: Operation): Promise<Input> {
  if (!request.isMultipart()) throw notMultipart()
  const part = await openFile(request)
  if (!part) throw invalid([{ field: 'file', code: 'required', message: '还没有选择文件' }])
  const fields = Object.entries(part.fields).flatMap(([name, field]) =>
    field && 'value' in field ? [[name, field.value] as const] : [],
  )
  const values = fromText(operation, { ...Object.fromEntries(fields), ...(request.params as object) })
  return { values, file: { name: part.filename, stream: part.file } }
}

/** The one input of an operation, from path, query and body. Throws a Refusal (400) where they do not fit together. */
export async function readInput(request: FastifyRequest, operation: Operation): Promise<Input> {
  if (operation.receive) return readMultipart(request, operation)
  const params = request.params as Record<string, unknown>
  if (!isWrite(operation)) return { values: fromText(operation, { ...(request.query as object), ...params }) }
  if (request.isMultipart()) throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('multipart/form-data')
  const body = request.body === undefined ? {} : request.body
  if (!isRecord(body)) throw malformed('请求正文应是一个 JSON 对象。')
  return { values: { ...body, ...(fromText(operation, params) as object) } }
}
