import { readFileSync } from 'node:fs'
import { StartProblem } from '../kernel/db/start-problem.ts'
import { type MailServer, mailServer } from '../kernel/notifications/mail.ts'
import { demonstrationPort, type MessagePorts } from '../kernel/notifications/sending.ts'
import { type SmsGateway, smsGateway } from '../kernel/notifications/sms-gateway.ts'

/** How messages leave the house; null: that medium is off. */
export interface MessageConfig {
  mail: MailServer | null
  sms: SmsGateway | null
  /** After so many days a message that was sent, or given up, is deleted. */
  keptDays: number
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

function readMail(environment: NodeJS.ProcessEnv): MailServer | null {
  const { SMTP_URL: url, MAIL_FROM: from } = environment
  if (!url && !from) return null
  if (!url || !from)
    throw new StartProblem('SMTP_URL 和 MAIL_FROM 要一起设置：邮件服务器的地址，和写在“发件人”里的邮箱。')
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol)) {
    throw new StartProblem('SMTP_URL 应是 smtps://用户:密码@服务器:465 的样子，请改正后再启动。')
  }
  if (!/^[^\r\n<>]*<[^@\s<>]+@[^@\s<>]+>$|^[^@\s<>]+@[^@\s<>]+$/.test(from)) {
    throw new StartProblem(
      `MAIL_FROM 应是一个邮箱，例如 启创 <notice@example.gov.cn>，现在是“${from}”，请改正后再启动。`,
    )
  }
  return { url, from }
}

function readSecret(path: string): string {
  try {
    const secret = readFileSync(path, 'utf8').trim()
    if (secret !== '') return secret
  } catch {
    // Said below: a file that can't be read and an empty one are mended alike.
  }
  throw new StartProblem(`SMS_SECRET_FILE 指的文件 ${path} 读不到内容，请放好短信网关的密钥后再启动。`)
}

function readSms(environment: NodeJS.ProcessEnv): SmsGateway | null {
  const { SMS_URL: url, SMS_SECRET_FILE: file } = environment
  if (!url && !file) return null
  if (!url || !file) throw new StartProblem('SMS_URL 和 SMS_SECRET_FILE 要一起设置：短信网关的网址，和存放密钥的文件。')
  const address = URL.canParse(url) ? new URL(url) : null
  const safe = address?.protocol === 'https:' || (address?.protocol === 'http:' && loopback.test(address.hostname))
  if (!address || !safe) {
    throw new StartProblem(`SMS_URL 应是 https 开头的网址（本机可以用 http），现在是“${url}”，请改正后再启动。`)
  }
  return { url: address.href, secret: readSecret(file) }
}

function readDays(text: string | undefined): number {
  if (!text) return 30
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= 3650) return days
  throw new StartProblem(`MESSAGE_DAYS 应是 1 到 3650 之间的整数（天），现在是“${text}”，请改正后再启动。`)
}

/** Reads what the environment says of mail and SMS. Throws StartProblem, one plain sentence, for what cannot be meant. */
export const readMessageConfig = (environment: NodeJS.ProcessEnv): MessageConfig => ({
  mail: readMail(environment),
  sms: readSms(environment),
  keptDays: readDays(environment.MESSAGE_DAYS),
})

export const messagesOff: MessageConfig = { mail: null, sms: null, keptDays: 30 }

/** The ways out. The demonstration has none but its mailbox: its people are invented, and their numbers may be someone's. */
export const openPorts = ({ mail, sms }: MessageConfig, demonstration: boolean): MessagePorts =>
  demonstration
    ? { sms: demonstrationPort, email: demonstrationPort }
    : { sms: sms && smsGateway(sms), email: mail && mailServer(mail) }

/** For the operator at the start: which media are off, and what that means; none in the demonstration, which has its mailbox. */
export function describePorts({ sms, mail }: MessageConfig, demonstration: boolean): string[] {
  if (demonstration) return []
  return [
    ...(sms ? [] : ['短信没有开通：没有设置 SMS_URL，登录验证码和短信通知发不出去。']),
    ...(mail ? [] : ['邮件没有开通：没有设置 SMTP_URL，邮件通知发不出去。']),
  ]
}
