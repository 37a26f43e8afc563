import type { Appearance } from '../portal/appearance.ts'
import type { Operations } from './operations.generated.ts'

export type OperationName = keyof Operations
export type Input<Name extends OperationName> = Operations[Name]['input']
export type Output<Name extends OperationName> = Operations[Name]['output']
export type SessionView = Output<'session.get'>

/** A refusal as every door answers it (application/problem+json). */
export interface Problem {
  status: number
  code: string
  title: string
  detail?: string
  errors?: { field: string; code: string; message: string; article?: string }[]
  /** What is true now, where the call came too late: the version, the actions allowed, the number of the other case. */
  now?: Record<string, unknown>
  traceId?: string
}

export interface Refused {
  ok: false
  status: number
  problem: Problem
}

export type Outcome<T> = { ok: true; output: T } | Refused

/** A file on its way in: its name as the sender gave it, and its bytes as they come. */
export interface UploadedFile {
  name: string
  stream: AsyncIterable<Uint8Array>
}

export interface RunOptions {
  /** Idempotency key of a write. */
  key?: string
  file?: UploadedFile
}

/**
 * The operations as the portal's pages call them: in process, with the context, checks and audit of a call from outside.
 * Made anew for each request.
 */
export interface PortalApi {
  run<Name extends OperationName>(name: Name, input: Input<Name>, options?: RunOptions): Promise<Outcome<Output<Name>>>
  session: SessionView
  /** For the Content-Security-Policy of this answer. */
  nonce: string
  /** Set-Cookie values that operations of this request asked for. */
  cookies: string[]
  /** Draws a text as a QR code: `size` modules a side, the dark ones as one path. */
  drawQr(text: string): { size: number; path: string }
  /** Whether the demonstration's mailbox and accounts are there. */
  demo: boolean
}

/** The parts of a posted form with a file. Fields that stand behind the file are not waited for. */
export interface Upload {
  fields: Record<string, string>
  /** Null when no file was chosen. */
  file: UploadedFile | null
}

/** One request to the portal, as its pages see it. */
export interface Visit {
  api: PortalApi
  /** How its reader wants the pages to look. */
  appearance: Appearance
  /** Path and query, to come back to after signing in. */
  path: string
  traceId: string
  /** How long a kiosk (自助终端) waits for somebody before it is wiped; null on any other device. */
  kiosk: { idleSeconds: number } | null
  /** Whether it is WeChat's own browser, in which downloads come to nothing. */
  inWeChat: boolean
  /** Reads a multipart form as it comes in, at most once; null when the request is none. */
  upload(): Promise<Upload | null>
  /** Writes a fault of ours to the server's log. */
  report(error: unknown): void
}
