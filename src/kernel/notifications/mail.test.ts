import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, describe, it } from 'node:test'
import type { SMTPServerOptions } from 'smtp-server'
import { peerCertificate, startMailPeer } from '../../../test/mail-peer.ts'
import { Personal } from '../../shared/personal.ts'
import { mailHtml, mailServer } from './mail.ts'
import { SendFault } from './send-fault.ts'
import type { MessagePort } from './sending.ts'

const closers: (() => void)[] = []
after(() => {
  for (const close of closers) close()
})

/** A real SMTP server, ended with these tests. */
async function startPeer(options: SMTPServerOptions = {}) {
  const peer = await startMailPeer(options)
  closers.push(peer.close)
  return peer
}

const from = '启创 <notice@example.gov.cn>'
const plain = (port: number, patience = 2000) =>
  mailServer({ url: `smtp://127.0.0.1:${port}?requireTLS=false`, from, patience })

const letter = {
  id: '01a20621-ad00-71a5-ac7c-5dfb177d2769',
  medium: 'email',
  purpose: 'test',
  recipient: new Personal('wang@example.com'),
  subject: new Personal('创业担保贷款：已受理'),
  body: new Personal('您好！\n\n<已受理>，见 https://example.cn/me。'),
} as const

async function faultOf(port: MessagePort, message: Parameters<MessagePort['send']>[0] = letter): Promise<string> {
  const fault = await port.send(message).then(
    () => null,
    (error: unknown) => error,
  )
  assert.ok(fault instanceof SendFault)
  assert.doesNotMatch(fault.message, /wang/)
  return fault.kind
}

/** An answer of the server to a recipient. */
const answering = (responseCode: number): SMTPServerOptions => ({
  onRcptTo: (_address, _session, done) => done(Object.assign(new Error('wang@example.com: no'), { responseCode })),
})

describe('mail', () => {
  it('arrives as text and simple HTML, with the same Message-ID however often it is tried', async () => {
    const peer = await startPeer({ disabledCommands: ['STARTTLS'] })
    const port = plain(peer.port)
    await port.send(letter)
    await port.send(letter)
    const [first = '', second = ''] = peer.letters
    assert.match(first, /^From: .*<notice@example\.gov\.cn>/m)
    assert.match(first, /^To: <?wang@example\.com/m)
    assert.match(first, /^Auto-Submitted: auto-generated/m)
    assert.match(first, /text\/plain/)
    assert.match(first, /text\/html/)
    const idOf = (text: string) => /^Message-ID: (.*)$/im.exec(text)?.[1]?.trim()
    assert.equal(idOf(first), `<${letter.id}@example.gov.cn>`)
    assert.equal(idOf(second), idOf(first))
  })

  it('goes over to TLS, and not at all without it', async () => {
    const secret = await startPeer()
    const open = await startPeer({ disabledCommands: ['STARTTLS'] })
    const url = (port: number) => `smtp://127.0.0.1:${port}`
    assert.equal(await faultOf(mailServer({ url: url(secret.port), from })), 'encryption')
    assert.equal(await faultOf(mailServer({ url: url(open.port), from })), 'encryption')
    assert.deepEqual([secret.letters, open.letters], [[], []])
    await mailServer({ url: url(secret.port), from, ca: peerCertificate.cert }).send(letter)
    const direct = await startPeer({ secure: true })
    await mailServer({ url: `smtps://127.0.0.1:${direct.port}`, from, ca: peerCertificate.cert }).send(letter)
    assert.deepEqual([secret.letters.length, direct.letters.length], [1, 1])
  })

  it('is refused for ever by 5xx, and for now by 4xx', async () => {
    const off = { disabledCommands: ['STARTTLS'] }
    assert.equal(await faultOf(plain((await startPeer({ ...off, ...answering(550) })).port)), 'rejected')
    assert.equal(await faultOf(plain((await startPeer({ ...off, ...answering(451) })).port)), 'busy')
  })

  it('says when the account is not let in', async () => {
    const { port } = await startPeer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (auth, _session, done) =>
        auth.password === 'right p@ss' ? done(null, { user: 'u' }) : done(new Error('no')),
    })
    const at = (password: string) =>
      mailServer({ url: `smtp://u:${encodeURIComponent(password)}@127.0.0.1:${port}?requireTLS=false`, from })
    await at('right p@ss').send(letter)
    assert.equal(await faultOf(at('wrong')), 'credentials')
  })

  it('gives up on a server that says nothing, is slow, or is not there', async () => {
    const mute = createServer(() => {}).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    closers.push(() => mute.close())
    assert.equal(await faultOf(plain((mute.address() as AddressInfo).port, 200)), 'timeout')
    const slow = await startPeer({ disabledCommands: ['STARTTLS'], onMailFrom: () => {} })
    assert.equal(await faultOf(plain(slow.port, 200)), 'timeout')
    assert.equal(await faultOf(plain(1, 2000)), 'unreachable')
  })

  it('takes no recipient for several, and no header out of a subject', async () => {
    const peer = await startPeer({ disabledCommands: ['STARTTLS'] })
    await plain(peer.port).send({ ...letter, subject: new Personal('一\r\nBcc: other@example.com') })
    assert.doesNotMatch(peer.letters[0]?.split('\r\n\r\n')[0] ?? '', /^Bcc:/m)
    const many = { ...letter, recipient: new Personal('a@example.com, b@example.com') }
    await faultOf(plain(peer.port), many)
    assert.equal(peer.letters.length, 1)
  })
})

describe('the HTML of a mail', () => {
  it('escapes what it is given and links addresses', () => {
    const html = mailHtml('<题>', letter.body.reveal())
    assert.match(html, /<title>&lt;题&gt;<\/title>/)
    assert.match(
      html,
      /<p>&lt;已受理&gt;，见 <a href="https:\/\/example\.cn\/me">https:\/\/example\.cn\/me<\/a>。<\/p>/,
    )
  })
})
