import { FormProblem } from '../forms/form-problem.tsx'
import { IdempotencyKey } from '../forms/idempotency-key.tsx'
import type { RefusedForm } from '../forms/refused-form.ts'
import type { Elsewhere } from '../portal/elsewhere.ts'
import { Button, Buttons, LinkButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { QrCode } from '../ui/qr-code.tsx'

/** 发到我的邮箱: one press where the address is known, else the way to where it is told. The page's action sends it. */
function Mailing({ email, refused }: { email: string | null; refused: RefusedForm | undefined }) {
  if (email === null) {
    return (
      <p>
        想发到邮箱？先<a href="/me/notice-settings">填写并核对邮箱</a>，再回到本页发送。
      </p>
    )
  }
  return (
    <form method="post">
      <IdempotencyKey />
      <FormProblem refused={refused} />
      <Buttons>
        <Button kind="plain">发到我的邮箱 {email}</Button>
      </Buttons>
    </form>
  )
}

interface CopiesProps extends Elsewhere {
  title?: string
  /** What it is, as the QR code names it: '这份文书'. */
  what: string
  /** Where the file itself is. */
  href: string
  /** What its download is called. */
  download: string
  /** What can be done where nothing can be downloaded: '全文就在本页，可以直接查看、截图保存。' */
  viewable: string
  refused: RefusedForm | undefined
}

/** The ways to a file (下载): itself, by mail, on another device; in WeChat's browser, which downloads nothing, the other ways first. */
export function Copies({
  title = '下载和打印',
  what,
  href,
  download,
  viewable,
  inWeChat,
  elsewhere,
  ...mailing
}: CopiesProps) {
  return (
    <Card title={title}>
      {inWeChat ? (
        <>
          <p>微信里不能下载文件。{viewable}</p>
          <Mailing {...mailing} />
          <p>也可以按右上角“…”，选“在浏览器打开”再下载；或者用另一台设备扫下面的码：</p>
        </>
      ) : (
        <>
          <p>
            <LinkButton href={href}>{download}</LinkButton>
          </p>
          <Mailing {...mailing} />
          <p className="muted small">也可以在另一台设备上扫码打开：</p>
        </>
      )}
      <QrCode label={`在另一台设备上打开${what}，打开后需要登录`} code={elsewhere} />
    </Card>
  )
}
