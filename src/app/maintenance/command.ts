import { readFile } from 'node:fs/promises'
import { StartProblem } from '../../kernel/db/start-problem.ts'

/** How a command ended: done, something found wrong, or not done. */
export const exitCodes = { done: 0, wrong: 1, undone: 2 } as const

export const commandLog = { info: console.log, error: console.error }

/** The program's version, as its package says. */
export async function readProgramVersion(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** An option that must be there. @throws StartProblem saying how the command is used. */
export function need<T>(value: T | undefined, usage: string): T {
  if (value === undefined) throw new StartProblem(`用法：${usage}。`)
  return value
}

/** A whole number from 1 on. @throws StartProblem naming the option. */
export function readCount(name: string, text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1) return count
  throw new StartProblem(`${name} 应是 1 以上的整数，现在是“${text}”，请改正后再试。`)
}

/** An instant with its zone, or a day and time in Beijing. @throws StartProblem when it is neither, or yet to come. */
export function readInstant(name: string, text: string, now: Date): Date {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text)
  const instant = new Date(zoned ? text : `${text.trim().replace(' ', 'T')}+08:00`)
  if (Number.isNaN(instant.getTime())) {
    throw new StartProblem(`${name} 应是一个时刻，例如 2026-11-25T10:00:00+08:00，现在是“${text}”，请改正后再试。`)
  }
  if (instant > now) throw new StartProblem(`${name} 的时刻 ${text} 还没有到，请改正后再试。`)
  return instant
}

/** A passphrase, as the first line of a file. @throws StartProblem when it can't be read. */
export async function readPassphrase(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartProblem(`口令文件 ${path} 读不出来，请检查路径和权限。`, error)
  })
  return text.split(/\r?\n/)[0] ?? ''
}

/** Runs a command and ends the process with its exit code; what an operator can mend is one sentence. */
export function runCommand(what: string, command: () => Promise<number>): void {
  command()
    .catch((error: unknown) => {
      if (error instanceof StartProblem) commandLog.error(`${what}没有完成：${error.message}`)
      else if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) {
        commandLog.error(`${what}没有完成：${(error as Error).message}`)
      } else commandLog.error(error)
      return exitCodes.undone
    })
    .then((code) => {
      process.exitCode = code
    })
}
