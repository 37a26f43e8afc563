/** What PostgreSQL tells of an error beside its message. */
interface DatabaseFault extends Error {
  severity: string
  code: string
  table?: string
  column?: string
  constraint?: string
  routine?: string
}

const isOfDatabase = (error: Error): error is DatabaseFault => 'severity' in error && 'code' in error

const framesOf = ({ stack = '' }: Error) => stack.split('\n').filter((line) => /^\s+at /.test(line))

/** The message, but of errors that quote what they were given: the database's, and those of reading JSON. */
function messageOf(error: Error): string {
  if (isOfDatabase(error)) {
    const { code, table, column, constraint, routine } = error
    return [code, table, column, constraint, routine].filter(Boolean).join(' ')
  }
  return error instanceof SyntaxError ? '' : error.message
}

/** A fault of ours in one line for the log: never a value that somebody sent. */
export function sayFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [error.name, messageOf(error)].filter(Boolean).join(': ')
}

/** The same for a line of structured log, with where it happened and what caused it. */
export function describeFault(error: unknown): { fault: string; stack?: string } {
  if (!(error instanceof Error)) return { fault: String(error) }
  const cause = error.cause instanceof Error ? [`caused by ${sayFault(error.cause)}`, ...framesOf(error.cause)] : []
  return { fault: sayFault(error), stack: [...framesOf(error), ...cause].join('\n') }
}
