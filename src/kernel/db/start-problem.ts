/** A reason not to start. Its message is one plain Chinese sentence that says what to do; it is printed without a stack. */
export class StartProblem extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StartProblem'
  }
}

/** Where the database's start reports its progress; both `console` and a pino logger fit. Lines are Chinese sentences. */
export interface StartLog {
  info(line: string): void
  error(line: string): void
}
