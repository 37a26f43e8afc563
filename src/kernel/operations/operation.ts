import type { Readable } from 'node:stream'
import { type Static, type TSchema, Type } from 'typebox'
import type { Policy } from '../access/policy.ts'
import type { Ctx } from './context.ts'

export type HttpRoute = `${'GET' | 'POST'} /${string}`

/** A file on its way in: its name as the sender gave it, and its bytes as they come. */
export interface IncomingFile {
  name: string
  stream: Readable
}

/** A file that has been checked and laid down sealed; `discard` removes it when the write it belongs to fails. */
export interface ReceivedFile {
  storageKey: string
  name: string
  mediaType: string
  size: number
  sha256: string
  discard(): Promise<void>
}

/** A file on its way out; always sent as an attachment. */
export interface FileAnswer {
  name: string
  mediaType: string
  size: number
  stream: Readable
}

export const FileAnswerSchema = Type.Unsafe<FileAnswer>({ type: 'string', format: 'binary' })

/**
 * The one door: routes, the API document, the generated client, the access matrix and the fuzzer read the list of these.
 * GET only reads; POST writes in one transaction with its idempotency key and its audit row.
 */
export interface Operation<I extends TSchema = TSchema, O extends TSchema = TSchema> {
  /** `noun.verb`, unique. */
  name: string
  /** One Chinese line for the API document. */
  summary: string
  http: HttpRoute
  policy: Policy
  input: I
  output: O
  /** Reading personal data leaves an audit row; writes always do. */
  personal?: boolean
  /** Signing in and out carry no key and open their own transactions: a failed try must stay counted, an answer must not be stored. */
  keyless?: boolean
  /** Takes a file in before the transaction begins, so that a slow sender holds no connection. */
  receive?(ctx: Ctx, input: Static<I>, file: IncomingFile): Promise<ReceivedFile>
  handle(ctx: Ctx, input: Static<I>, received?: ReceivedFile): Promise<Static<O>>
}

/** Declares an operation with its types inferred from its schemas. */
export const defineOperation = <I extends TSchema, O extends TSchema>(operation: Operation<I, O>): Operation =>
  operation as unknown as Operation

export const isWrite = (operation: Operation) => operation.http.startsWith('POST ')
