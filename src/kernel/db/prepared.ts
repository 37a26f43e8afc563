import pg from 'pg'

/** So many statements at most are prepared; each connection keeps their plans in memory. */
const MOST = 400
/** A statement is prepared from this time on that it runs in a process. */
const OFTEN = 5

const uses = new Map<string, number>()
const names = new Map<string, string>()

/** The name under which a statement is prepared; none for what runs rarely, such as inserts of ever other lengths. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST) return known
  const used = (uses.get(text) ?? 0) + 1
  if (used < OFTEN) {
    if (uses.size > MOST * 10) uses.clear()
    uses.set(text, used)
    return undefined
  }
  uses.delete(text)
  const name = `s${names.size + 1}`
  names.set(text, name)
  return name
}

/** What pg keeps of its socket; it does not tell its types of it. */
interface Connected {
  connection: { stream: { cork(): void; uncork(): void } }
}

/**
 * A connection that prepares what runs often: the database parses it once for each connection, which takes more of its time
 * than running it where one row is read by its key. What is asked in one turn of the event loop is sent in one write.
 */
export class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's own query has a dozen shapes; only the one that Kysely uses is looked at.
  override query(config: any, values?: any, callback?: any): any {
    const isPlain = typeof config === 'string' && Array.isArray(values) && values.length > 0
    const name = isPlain ? nameOf(config) : undefined
    const { stream } = (this as unknown as Connected).connection
    stream.cork()
    process.nextTick(() => stream.uncork())
    return name === undefined ? super.query(config, values, callback) : super.query({ name, text: config, values })
  }
}
