import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestServer, testServer } from '../../../test/server.ts'

const listen = ({ app }: TestServer) => app.listen({ port: 0, host: '127.0.0.1' })

/** Whether it ends by itself; what holds it up is ended afterwards, so that it ends in any case. */
async function endsInTime(stopping: Promise<void>, release: () => void): Promise<boolean> {
  const outcome = await Promise.race([stopping.then(() => true), sleep(15_000, false, { ref: false })])
  release()
  await stopping
  return outcome
}

test('a connection opened in advance, on which nothing was said, does not hold up the stop', async () => {
  const server = await testServer()
  const address = new URL(await listen(server))
  const silent = connect(Number(address.port), address.hostname).on('error', () => {})
  await once(silent, 'connect')
  // Once an answer has come the server knows of the earlier connection too.
  assert.equal((await fetch(new URL('/api/health', address))).status, 200)
  assert.ok(await endsInTime(server.close(), () => silent.destroy()))
})

test('nor does a connection kept alive whose answer ended only while stopping', async () => {
  const server = await testServer()
  const content = new PassThrough()
  server.app.get('/slow', (_request, reply) => reply.send(content))
  const address = await listen(server)
  const agent = new Agent({ keepAlive: true })
  content.write('first')
  const [answer] = (await once(get(`${address}/slow`, { agent }), 'response')) as [IncomingMessage]
  const stopping = server.close()
  await sleep(200)
  content.end('last')
  answer.resume()
  assert.ok(await endsInTime(stopping, () => agent.destroy()))
})
