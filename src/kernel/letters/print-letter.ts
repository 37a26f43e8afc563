import type { Flow } from '../cases/flow.ts'
import { transact } from '../db/transact.ts'
import { everything } from '../divisions/scope.ts'
import type { Attachment, AttachmentSource } from '../notifications/attachments.ts'
import { enterScope } from '../operations/run.ts'
import { openLetter } from './letters.ts'
import type { LetterPrinter } from './pdf/printer.ts'
import type { LetterView } from './schema.ts'

/** What printing a letter needs of the composition. */
export interface PrintServices {
  flows: readonly Flow[]
  printer: LetterPrinter
}

/** A letter as a PDF file: the same bytes each time. Throws a Refusal (503) while too many are being printed. */
export async function printLetter(printer: LetterPrinter, letter: LetterView): Promise<Attachment> {
  const { content, hash, checkCode, verifyHref } = letter
  const bytes = await printer.print({ content, hash, checkCode, verifyHref })
  return { name: `${letter.title}（${letter.number}）.pdf`, mediaType: 'application/pdf', bytes }
}

/** Letters as attachments of mails, printed at the moment of sending from what was issued. */
export const letterAttachments =
  ({ flows, printer }: PrintServices): AttachmentSource =>
  async (platform, id) => {
    const letter = await transact(platform.db, async (tx) => {
      await enterScope(tx, everything)
      return openLetter({ platform, scope: everything }, tx, flows, id)
    })
    return printLetter(printer, letter)
  }
