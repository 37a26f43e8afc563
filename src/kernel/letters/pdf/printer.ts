import { Worker } from 'node:worker_threads'
import { Refusal } from '../../../shared/errors.ts'
import type { PrintJob } from './layout.ts'

/** Prints letters as PDF, off the thread that answers requests. */
export interface LetterPrinter {
  /** The same bytes for the same letter, always. Throws a Refusal (503) while too many wait. */
  print(job: PrintJob): Promise<Buffer>
}

export interface PrintRequest {
  id: number
  job: PrintJob
}

export type PrintAnswer = { id: number; pdf: Uint8Array } | { id: number; fault: string }

interface Waiting {
  resolve(pdf: Buffer): void
  reject(error: Error): void
}

const MOST_WAITING = 40
/** The fonts take some 60 MB: a printer that nobody needs for a while gives them back. */
const IDLE_MILLISECONDS = 60_000

const busy = () =>
  new Refusal({
    status: 503,
    code: 'printer-busy',
    title: '正在打印的文书太多',
    detail: '文书内容可以先在页面上查看，请过几秒再下载 PDF。',
    retryAfterSeconds: 5,
  })

/** One thread with the fonts loaded once, started by the first letter and ended when none has come for a minute. */
export function createLetterPrinter(): LetterPrinter {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let last = 0

  const failAll = (gone: Worker, error: Error) => {
    if (worker === gone) worker = undefined
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }

  /** Nothing waits any more: the thread stays a while for the next letter, but keeps no process alive that has ended its work. */
  const rest = () => {
    worker?.unref()
    clearTimeout(idle)
    idle = setTimeout(() => {
      void worker?.terminate()
      worker = undefined
    }, IDLE_MILLISECONDS).unref()
  }

  const begin = (): Worker => {
    const begun = new Worker(new URL('./print-worker.ts', import.meta.url))
    begun.on('message', (answer: PrintAnswer) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('pdf' in answer) one?.resolve(Buffer.from(answer.pdf))
      else one?.reject(new Error(answer.fault))
      if (waiting.size === 0) rest()
    })
    begun.on('error', (error) => failAll(begun, error))
    begun.on('exit', () => failAll(begun, new Error('the printer ended')))
    return begun
  }

  return {
    print: (job) =>
      new Promise((resolve, reject) => {
        if (waiting.size >= MOST_WAITING) return reject(busy())
        clearTimeout(idle)
        last += 1
        worker ??= begin()
        worker.ref()
        waiting.set(last, { resolve, reject })
        worker.postMessage({ id: last, job } satisfies PrintRequest)
      }),
  }
}
