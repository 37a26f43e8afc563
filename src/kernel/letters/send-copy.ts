import type { Flow } from '../cases/flow.ts'
import { sendCopy } from '../notifications/copies.ts'
import { defineTemplates } from '../notifications/templates.ts'
import type { Ctx } from '../operations/context.ts'
import { openLetter } from './letters.ts'

/** What goes with a letter that somebody has sent to themselves. */
export const letterTemplates = defineTemplates({
  letterCopy: {
    zh: '发到本人邮箱的文书',
    topic: 'case',
    urgent: true,
    variables: {
      title: { zh: '文书名称', kind: 'text', sample: '受理通知书', required: true },
      number: { zh: '文书编号', kind: 'text', sample: '西陵创贷受〔2026〕第000123号' },
      verify: { zh: '核验网址', kind: 'link', sample: 'https://example.cn/letters/verify' },
    },
    texts: {
      emailSubject: '您的文书：{文书名称}',
      emailBody:
        '您好！\n\n您在启创公共创业服务平台要求把《{文书名称}》（{文书编号}）发到这个邮箱，文书的 PDF 在附件里。\n\n附件里有您的个人信息，请妥善保管。核验真伪：{核验网址}\n\n不是您本人操作的，请打开平台的“我的 › 登录设备”，退出不认识的设备。',
    },
  },
})

/**
 * Sends a letter as PDF to the confirmed e-mail address of whoever asks for it (发到我的邮箱); it is printed when the mail goes out.
 * Throws a Refusal: 404 out of reach, 410 erased, and those of sendCopy.
 */
export const sendLetterCopy = (ctx: Ctx, flows: readonly Flow[], id: string): Promise<void> =>
  ctx.guarded(async (tx) => {
    const letter = await openLetter(ctx, tx, flows, id)
    ctx.concerning({ kind: 'letter', id, division: letter.division })
    await sendCopy(ctx, tx, {
      template: letterTemplates.letterCopy,
      variables: { title: letter.title, number: letter.number, verify: letter.verifyHref },
      caseId: letter.caseId,
      attachment: { kind: 'letter', id },
    })
  })
