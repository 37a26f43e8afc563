interface Waiting<Key, Found> {
  key: Key
  resolve: (found: Found | undefined) => void
  reject: (error: unknown) => void
}

/**
 * Looks up by key what many ask for at once, by one query for all of them: what is asked while a query is under way goes with the
 * next, so that a query always begins after its askers have asked. `load` gives what it found by key; a failure is everyone's.
 */
export function gather<Key, Found>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>,
): (key: Key) => Promise<Found | undefined> {
  let waiting: Waiting<Key, Found>[] = []
  let running = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const asked = waiting
      waiting = []
      try {
        const found = await load([...new Set(asked.map(({ key }) => key))])
        for (const { key, resolve } of asked) resolve(found.get(key))
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    running = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (running) return
      running = true
      // Requests that the event loop found ready together are asked for together.
      setImmediate(run)
    })
}
