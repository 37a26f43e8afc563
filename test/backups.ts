import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const MAINTENANCE = new URL('../src/app/maintenance/', import.meta.url)

export interface CommandEnd {
  code: number | null
  out: string
  error: string
}

/** Begins one of the operator's commands as npm does, with this environment and nothing of ours but the path. */
export function beginMaintenance(name: string, args: readonly string[], environment: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, ...environment }
  return spawn(process.execPath, [fileURLToPath(new URL(`${name}.ts`, MAINTENANCE)), ...args], { env })
}

/** Runs it to its end. */
export async function runMaintenance(
  name: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<CommandEnd> {
  const child = beginMaintenance(name, args, environment)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, error }
}

/** A new folder that the account of the database can get to, also when we are root. */
export function newReachableFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qichuang-maintenance-'))
  chmodSync(folder, 0o711)
  return folder
}
