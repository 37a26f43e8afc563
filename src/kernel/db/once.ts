import type { Tx } from './connect.ts'

const known = new WeakMap<Tx, Map<string, Promise<unknown>>>()

/**
 * Reads something once in a transaction, for all who want it there under the same name; for what the transaction itself does not
 * change. A reading that fails is not remembered.
 */
export function readOnce<T>(tx: Tx, name: string, read: () => Promise<T>): Promise<T> {
  const readings = known.get(tx) ?? new Map<string, Promise<unknown>>()
  known.set(tx, readings)
  const earlier = readings.get(name)
  if (earlier) return earlier as Promise<T>
  const reading = read()
  readings.set(name, reading)
  reading.catch(() => readings.delete(name))
  return reading
}
