import { readdir } from 'node:fs/promises'
import { fileLimits } from '../src/kernel/documents/receive.ts'
import { testServer } from '../test/server.ts'

/** A server in a process of its own, so that its memory is its own. It is ended by its parent. */
const broken = process.argv.includes('broken')
// The control: nothing is too large and no picture too wide.
if (broken) Object.assign(fileLimits, { bytes: Number.POSITIVE_INFINITY, pixels: Number.POSITIVE_INFINITY })

const server = await testServer()
const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
/** A person with a draft of their own for each file: one draft takes few papers of a kind. */
const desks: { cookie: string | null; caseId: string }[] = []
for (let count = 0; count < 48; count += 1) {
  const cookie = await server.cookieOf(await server.city.person())
  const opened = await server.send(cookie, 'POST /loans', { division: '420502000000' })
  desks.push({ cookie, caseId: opened.json<{ id: string }>().id })
}

let highest = 0
setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss())
}, 20).unref()

const countFiles = async () =>
  (await readdir(server.city.folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length

process.on('message', async (asked: 'look' | 'end') => {
  if (asked === 'end') {
    await server.close()
    process.disconnect()
    return
  }
  process.send?.({ memory: process.memoryUsage.rss(), highest, files: await countFiles() })
  highest = process.memoryUsage.rss()
})
process.send?.({ address, desks })
