import { SendFault, type SendFaultKind } from './send-fault.ts'
import type { MessagePort } from './sending.ts'

export interface MailServer {
  /** `smtps://user:password@host:465`, or `smtp://…:587`, which must go over to TLS unless it says `?requireTLS=false`. */
  url: string
  /** What stands in From: `启创 <notice@example.gov.cn>`. */
  from: string
  /** How long the server may take for each step, in milliseconds; 10 s unless told. */
  patience?: number
  /** A certificate (PEM) to trust instead of those that Node knows. */
  ca?: string
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? '')
const LINK = /https?:\/\/[^\s<>"，。；、）]+/g
const linked = (line: string) => line.replace(LINK, (address) => `<a href="${address}">${address}</a>`)

const FOOTER = '这封邮件由启创公共创业服务平台自动发出，请不要回复。不想再收到，可以在平台“我的 › 通知设置”里关闭。'

/** The text as a plain page: a paragraph for each of its own, addresses as links. */
export function mailHtml(subject: string, text: string): string {
  const paragraphs = escapeHtml(text)
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(linked).join('<br>')}</p>`)
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>` +
    `<body style="margin:0;padding:24px 16px;background:#fbfaf7;color:#1f2933;font:16px/1.75 sans-serif">` +
    `<div style="max-width:36em;margin:0 auto"><p style="color:#1b4b8a;font-weight:bold">启创</p>${paragraphs.join('')}` +
    `<p style="border-top:1px solid #e6e2d9;padding-top:12px;color:#52606d;font-size:14px">${FOOTER}</p></div></body></html>`
  )
}

/** The kind of what nodemailer says: by the server's answer where there is one, else by what failed. */
function faultOf(error: unknown): SendFaultKind {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) return 'credentials'
  if (code === 'ETLS') return 'encryption'
  if (responseCode && responseCode >= 500) return 'rejected'
  if (responseCode) return 'busy'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (code === 'ESOCKET' && isTlsFault(error)) return 'encryption'
  return code === 'EENVELOPE' ? 'rejected' : 'unreachable'
}

const isTlsFault = (error: unknown) =>
  /self.signed|certificate|SSL|TLS|wrong version number/i.test(String((error as Error).message))

function settingsOf({ url, patience = 10_000, ca }: MailServer) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && searchParams.get('requireTLS') !== 'false',
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    ...(ca ? { tls: { ca } } : {}),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Sends mail by SMTP, as text and simple HTML; a repeated try carries the same Message-ID. */
export function mailServer(server: MailServer): MessagePort {
  const settings = settingsOf(server)
  // Loaded with the first mail.
  const connect = async () => (await import('nodemailer')).createTransport(settings)
  let transport: ReturnType<typeof connect> | undefined
  const domain = /@([^>\s]+)>?$/.exec(server.from)?.[1] ?? 'localhost'
  return {
    async send({ id, recipient, subject, body, attachments = [] }) {
      const [title, text] = [subject?.reveal() ?? '通知', body.reveal()]
      transport ??= connect()
      await (await transport)
        .sendMail({
          from: server.from,
          to: { name: '', address: recipient.reveal() },
          subject: title,
          text: `${text}\n\n${FOOTER}\n`,
          html: mailHtml(title, text),
          messageId: `<${id}@${domain}>`,
          attachments: attachments.map(({ name, mediaType, bytes }) => ({
            filename: name,
            contentType: mediaType,
            content: bytes,
          })),
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        .catch((error: unknown) => {
          throw new SendFault(faultOf(error))
        })
    },
  }
}
