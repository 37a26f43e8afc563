import { Connection, type Request, writeRequest } from './connection.ts'

/** What is asked of one server again and again: the next request, or null when there is none left. */
export interface Act {
  /** Told in the table. */
  name: string
  address: string
  next(): Request | null
  /** Statuses that count as done; 200 unless told otherwise. */
  expects?: readonly number[]
}

export interface Measured {
  /** Answers a second. */
  rate: number
  /** Milliseconds. */
  p50: number
  p99: number
  count: number
}

export interface Load {
  callers: number
  milliseconds: number
}

const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** One caller: asks, waits, asks again, until the time is over or there is nothing left to ask. */
async function callUntil(act: Act, end: number, took: number[]): Promise<void> {
  const connection = new Connection(act.address)
  const expected = act.expects ?? [200]
  try {
    for (let request = act.next(); request && performance.now() < end; request = act.next()) {
      const bytes = writeRequest(request, connection.host)
      const begun = performance.now()
      const { status, body } = await connection.ask(bytes)
      took.push(performance.now() - begun)
      if (!expected.includes(status)) {
        throw new Error(
          `${act.name}: ${request.method} ${request.path} answered ${status} ${body.toString().slice(0, 400)}`,
        )
      }
    }
  } finally {
    connection.close()
  }
}

/**
 * Many callers at once, each asking the next thing as soon as it has its answer (a closed loop). Any answer that was not
 * expected ends the measurement: a refusal is quick and would flatter.
 */
export async function measure(act: Act, { callers, milliseconds }: Load): Promise<Measured> {
  const took: number[] = []
  const begun = performance.now()
  await Promise.all(Array.from({ length: callers }, () => callUntil(act, begun + milliseconds, took)))
  const seconds = (performance.now() - begun) / 1000
  const sorted = Float64Array.from(took).sort()
  return {
    rate: took.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    count: took.length,
  }
}
