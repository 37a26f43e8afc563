import { Refusal } from '../../shared/errors.ts'
import type { Platform } from '../operations/context.ts'
import { SendFault } from './send-fault.ts'

/** What an e-mail carries beside its words: named when it is queued, made when it is sent. */
export interface AttachmentRef {
  kind: string
  id: string
}

/** A document as it goes out with a mail. */
export interface Attachment {
  name: string
  mediaType: string
  bytes: Buffer
}

/** Makes an attachment by its id, across all reach: who may have it was decided when it was queued. Throws a Refusal for one that is gone. */
export type AttachmentSource = (platform: Platform, id: string) => Promise<Attachment>

/** By the kinds that rows of the queue name. */
export type AttachmentSources = Readonly<Record<string, AttachmentSource>>

/** What goes with a message; a document that is gone for good is a fault for good, one that can't be made now is tried again. */
export async function makeAttachments(
  platform: Platform,
  sources: AttachmentSources,
  ref: AttachmentRef | null,
): Promise<Attachment[]> {
  if (!ref) return []
  const source = sources[ref.kind]
  if (!source) throw new SendFault('attachment')
  return source(platform, ref.id).then(
    (made) => [made],
    (error: unknown) => {
      const gone = error instanceof Refusal && error.parts.status < 500
      throw gone ? new SendFault('attachment') : new SendFault('attachmentLater')
    },
  )
}
