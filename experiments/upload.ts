import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pdfFile } from '../test/sample-files.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { type HostileFile, hostileFiles } from './hostile-files.ts'

const MEBIBYTE = 1024 * 1024
const MOST_GROWTH = 64

interface Desk {
  address: string
  cookie: string
  caseId: string
}

interface Look {
  memory: number
  highest: number
  files: number
}

interface Answered {
  status: number
  body: string
  headers: IncomingMessage['headers']
  sent: number
}

const agent = new Agent({ keepAlive: false })

async function startServer(broken: boolean) {
  const program = fileURLToPath(new URL('./upload-server.ts', import.meta.url))
  const server = fork(program, broken ? ['broken'] : [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [{ address, desks }] = (await once(server, 'message')) as [{ address: string; desks: Omit<Desk, 'address'>[] }]
  const nextDesk = (): Desk => {
    const desk = desks.shift()
    if (!desk) throw new Error('more files than desks')
    return { address, ...desk }
  }
  return { server, nextDesk }
}

async function look(server: ChildProcess): Promise<Look> {
  server.send('look')
  const [answer] = (await once(server, 'message')) as [Look]
  return answer
}

interface Manner {
  /** Ends the connection in the middle. */
  breakOff?: boolean
  /** Sends on to the end, whatever has been answered. */
  stubborn?: boolean
}

/** As it is once what broke off has been cleared away. */
async function settled(server: ChildProcess): Promise<Look> {
  const first = await look(server)
  await sleep(500)
  const second = await look(server)
  return { ...second, highest: Math.max(first.highest, second.highest) }
}

/** Sends one file piece by piece, without saying how long it will be, until it is answered. */
async function sendPaper(desk: Desk, name: string, pieces: Iterable<Buffer>, { breakOff, stubborn }: Manner = {}) {
  const { address, cookie, caseId } = desk
  const sending = request(`${address}/api/v1/cases/${caseId}/papers`, {
    method: 'POST',
    agent,
    headers: { cookie, 'idempotency-key': randomUUID(), 'content-type': 'multipart/form-data; boundary=x-file' },
  })
  let [over, gone] = [false, false]
  const answered = new Promise<IncomingMessage | null>((resolve) => {
    sending.once('response', resolve).once('error', () => resolve(null))
  }).then(async (answer): Promise<Answered | null> => {
    over = true
    return answer && { status: answer.statusCode ?? 0, body: await text(answer), headers: answer.headers, sent }
  })
  const closed = new Promise<void>((resolve) => {
    sending.once('close', () => {
      gone = true
      resolve()
    })
  })
  let sent = 0
  sending.write('--x-file\r\ncontent-disposition: form-data; name="kind"\r\n\r\nother\r\n')
  sending.write(
    `--x-file\r\ncontent-disposition: form-data; name="file"; filename="${name.replaceAll('"', '%22')}"\r\n\r\n`,
  )
  for (const piece of pieces) {
    if (gone || (over && !stubborn)) break
    sent += piece.length
    if (!sending.write(piece))
      await Promise.race([once(sending, 'drain').catch(() => {}), stubborn ? closed : answered])
  }
  if (breakOff) sending.destroy()
  else sending.end('\r\n--x-file--\r\n')
  const outcome = await answered
  sending.destroy()
  return outcome
}

function* inPieces(content: Buffer): Generator<Buffer> {
  for (let from = 0; from < content.length; from += 65_536) yield content.subarray(from, from + 65_536)
}

function* endless(bytes: number): Generator<Buffer> {
  yield pdfFile()
  const piece = Buffer.alloc(MEBIBYTE, 32)
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece
}

const isRefusal = (answer: Answered | null) =>
  answer !== null && answer.status >= 400 && answer.status < 500 && /"field":"file"/.test(answer.body)

/** What was taken in lies under a plain name, and is given back as nothing but an attachment of a type that runs nothing. */
async function isHarmless({ address, cookie }: Desk, answer: Answered): Promise<boolean> {
  const { id, name } = JSON.parse(answer.body) as { id: string; name: string }
  const given = await fetch(`${address}/api/v1/papers/${id}/content`, { headers: { cookie } })
  await given.arrayBuffer()
  const [kind, encoded = ''] = (given.headers.get('content-disposition') ?? '').split("; filename*=UTF-8''")
  const shown = decodeURIComponent(encoded)
  return (
    given.status === 200 &&
    kind === 'attachment' &&
    given.headers.get('x-content-type-options') === 'nosniff' &&
    ['application/pdf', 'image/png', 'image/jpeg'].includes(given.headers.get('content-type') ?? '') &&
    [name ?? shown, shown].every((one) => [...one].length <= 100 && !/[/\\\p{C}]/u.test(one) && one.endsWith('.pdf'))
  )
}

async function judge(desk: Desk, hostile: HostileFile) {
  const answer = await sendPaper(desk, hostile.name, inPieces(hostile.content))
  if (!hostile.harmless) return isRefusal(answer) ? 'refused' : `taken: ${answer?.status ?? 'no answer'}`
  if (answer?.status !== 200) return isRefusal(answer) ? 'refused' : `no answer to ${hostile.what}`
  return (await isHarmless(desk, answer)) ? 'neutralised' : 'taken as it was'
}

async function sendAll({ size, broken }: Course): Promise<Outcome> {
  const { server, nextDesk } = await startServer(broken)
  try {
    // What a server that has taken in a few papers needs is where the growth is measured from.
    const ordinary = pdfFile(Buffer.alloc(4 * MEBIBYTE, 32))
    for (let count = 0; count < 3; count += 1) await sendPaper(nextDesk(), 'good.pdf', inPieces(ordinary))
    const before = await look(server)
    const outcomes: Record<string, string> = {}
    for (const hostile of hostileFiles) outcomes[hostile.what] = await judge(nextDesk(), hostile)
    const big = await sendPaper(nextDesk(), 'endless.pdf', endless(size * MEBIBYTE), { stubborn: true })
    outcomes['a file without an end or a length'] = isRefusal(big) ? 'refused' : `taken: ${big?.status ?? 'no answer'}`
    const cut = await sendPaper(nextDesk(), 'cut.pdf', endless(3 * MEBIBYTE), { breakOff: true })
    outcomes['a file that breaks off'] = cut === null ? 'refused' : `taken: ${cut.status}`
    await sendPaper(nextDesk(), 'good.pdf', inPieces(pdfFile()))
    const after = await settled(server)
    const words = Object.values(outcomes)
    const [refused, neutralised] = ['refused', 'neutralised'].map((word) => words.filter((one) => one === word).length)
    const left = after.files - before.files - 1 - (neutralised ?? 0)
    const growth = Math.round((after.highest - before.highest) / MEBIBYTE)
    const slipped = Object.entries(outcomes).filter(([, word]) => word !== 'refused' && word !== 'neutralised')
    return {
      figures: {
        files: words.length,
        refused,
        neutralised,
        slipped: Object.fromEntries(slipped),
        leftBehind: left,
        megabytesOfEndless: size,
        megabytesReadOfEndless: Math.round((big?.sent ?? 0) / MEBIBYTE),
        memoryGrowthMegabytes: growth,
      },
      holds: slipped.length === 0 && left === 0 && growth <= MOST_GROWTH,
    }
  } finally {
    server.send('end')
    await once(server, 'exit')
  }
}

/**
 * Forty hostile files sent to a server over loopback: each is refused by name, or taken in with nothing hostile left, with
 * nothing left behind and hardly more memory. Sizes are the megabytes of the file without a length.
 */
export const upload: Experiment = { name: 'upload', sizes: { full: 2048, short: 64, control: 64 }, run: sendAll }
