import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, describe, it } from 'node:test'
import { type SmsPeer, startSmsPeer } from '../../../test/sms-peer.ts'
import { Personal } from '../../shared/personal.ts'
import { SendFault } from './send-fault.ts'
import { signRequest, smsGateway } from './sms-gateway.ts'

const closers: (() => void)[] = []
after(() => {
  for (const close of closers) close()
})

/** A gateway that answers so, and goes when the tests end. */
async function startGateway(answer: (response: ServerResponse) => void): Promise<SmsPeer> {
  const peer = await startSmsPeer(answer)
  closers.push(peer.close)
  return peer
}

const secret = 'a shared secret'
const message = {
  id: '01a20621-ad00-71a5-ac7c-5dfb177d2769',
  medium: 'sms',
  purpose: 'test',
  recipient: new Personal('13800138000'),
  subject: null,
  body: new Personal('【启创】验证码 123456'),
} as const

async function faultAt(url: string, patience = 2000): Promise<string> {
  const fault = await smsGateway({ url, secret, patience })
    .send(message)
    .then(
      () => null,
      (error: unknown) => error,
    )
  assert.ok(fault instanceof SendFault)
  return fault.kind
}

describe('the SMS gateway', () => {
  it('is given number and text, signed, with an id that stays', async () => {
    const { url, received } = await startGateway((response) => response.writeHead(202).end('{}'))
    const port = smsGateway({ url, secret })
    await port.send(message)
    await port.send(message)
    for (const { headers, body } of received) {
      assert.deepEqual(JSON.parse(body), { id: message.id, to: '13800138000', text: '【启创】验证码 123456' })
      assert.equal(headers['idempotency-key'], message.id)
      assert.equal(headers['x-signature'], signRequest(secret, String(headers['x-timestamp']), body))
      assert.ok(Math.abs(Date.now() / 1000 - Number(headers['x-timestamp'])) < 60)
    }
    assert.equal(received.length, 2)
  })

  const statuses: [status: number, fault: string][] = [
    [301, 'rejected'],
    [400, 'rejected'],
    [401, 'credentials'],
    [403, 'credentials'],
    [404, 'rejected'],
    [408, 'busy'],
    [429, 'busy'],
    [500, 'busy'],
    [503, 'busy'],
  ]
  for (const [status, fault] of statuses) {
    it(`that answers ${status} leaves the message ${fault}`, async () => {
      const { url, received } = await startGateway((response) =>
        response.writeHead(status, { location: '/elsewhere' }).end('13800138000 is no number'),
      )
      assert.equal(await faultAt(url), fault)
      assert.equal(received.length, 1)
    })
  }

  it('that says nothing, hangs up, or is not there is given up on', async () => {
    assert.equal(await faultAt((await startGateway(() => {})).url, 150), 'timeout')
    const hangsUp = await startGateway((response) => response.socket?.destroy())
    assert.equal(await faultAt(hangsUp.url), 'unreachable')
    assert.equal(await faultAt('http://127.0.0.1:1/'), 'unreachable')
    const plain = await startGateway((response) => response.end())
    assert.equal(await faultAt(plain.url.replace('http:', 'https:')), 'encryption')
  })
})
