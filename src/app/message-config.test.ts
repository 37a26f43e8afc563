import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { StartProblem } from '../kernel/db/start-problem.ts'
import { describePorts, openPorts, readMessageConfig } from './message-config.ts'

let folder: string
let secretFile: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qichuang-messages-'))
  secretFile = join(folder, 'secret')
  await writeFile(secretFile, 'secret\n')
  await writeFile(join(folder, 'empty'), '\n')
})
after(() => rm(folder, { recursive: true }))

const mail = { SMTP_URL: 'smtps://u:p@mail.example.cn', MAIL_FROM: '启创 <notice@example.cn>' }

describe('mail and SMS', () => {
  it('are off unless they are set up, and the start says so', () => {
    const off = readMessageConfig({})
    assert.deepEqual(off, { mail: null, sms: null, keptDays: 30 })
    assert.deepEqual(openPorts(off, false), { sms: null, email: null })
    assert.match(describePorts(off, false).join(), /短信没有开通.*登录验证码.*邮件没有开通/)
    assert.deepEqual(describePorts(off, true), [])
  })

  it('are on when they are, but never in the demonstration', () => {
    const on = readMessageConfig({
      ...mail,
      SMS_URL: 'https://sms.example.cn/send',
      SMS_SECRET_FILE: secretFile,
      MESSAGE_DAYS: '7',
    })
    assert.deepEqual(on.sms, { url: 'https://sms.example.cn/send', secret: 'secret' })
    assert.deepEqual([on.mail?.from, on.keptDays], [mail.MAIL_FROM, 7])
    assert.deepEqual(describePorts(on, false), [])
    assert.ok(openPorts(on, false).email)
    assert.equal(openPorts(on, true).sms, openPorts(readMessageConfig({}), true).sms)
  })

  const refused: [what: string, environment: () => Record<string, string>, says: RegExp][] = [
    ['a server without a sender', () => ({ SMTP_URL: mail.SMTP_URL }), /SMTP_URL 和 MAIL_FROM 要一起设置/],
    ['an address of another kind', () => ({ ...mail, SMTP_URL: 'https://mail' }), /SMTP_URL 应是 smtps:/],
    ['a sender that is none', () => ({ ...mail, MAIL_FROM: '启创' }), /MAIL_FROM 应是一个邮箱.*“启创”/],
    ['a gateway without its secret', () => ({ SMS_URL: 'https://sms' }), /SMS_URL 和 SMS_SECRET_FILE 要一起设置/],
    [
      'a gateway in clear on another machine',
      () => ({ SMS_URL: 'http://sms.example.cn', SMS_SECRET_FILE: secretFile }),
      /SMS_URL 应是 https 开头的网址/,
    ],
    [
      'a secret that is empty',
      () => ({ SMS_URL: 'https://sms', SMS_SECRET_FILE: join(folder, 'empty') }),
      /读不到内容/,
    ],
    ['a secret that is not there', () => ({ SMS_URL: 'https://sms', SMS_SECRET_FILE: '/none' }), /\/none 读不到内容/],
    ['no number of days', () => ({ MESSAGE_DAYS: '0' }), /MESSAGE_DAYS 应是 1 到 3650/],
  ]
  for (const [what, environment, says] of refused) {
    it(`are refused with ${what}`, () =>
      assert.throws(
        () => readMessageConfig(environment()),
        (error) => error instanceof StartProblem && says.test(error.message),
      ))
  }
})
