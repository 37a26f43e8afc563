import './require-node.js'
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './files.ts'
import type { Tally } from './run-tests.ts'

export interface Check {
  name: string
  /** A program of the project's own, as in an npm script. */
  command: readonly [string, ...string[]]
}

/** Everything that is known about the code without running it, quickest to understand first. */
export const staticChecks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '--colors=off'] },
  { name: 'boundaries', command: ['node', 'scripts/boundaries.ts'] },
  { name: 'structure', command: ['node', 'scripts/structure.ts'] },
  { name: 'nothing unused', command: ['knip', '--no-progress', '--treat-config-hints-as-errors'] },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'whole lock', command: ['node', 'scripts/complete-lock.ts', '--check'] },
]

const quickTests: Check = { name: 'quick tests', command: ['node', 'scripts/test.ts', '--quick'] }

const path = [join(root, 'node_modules/.bin'), dirname(process.execPath), process.env.PATH].join(delimiter)

/** Runs a check to its end and gives what it printed, on either stream, if it failed. */
function runCheck({ command: [program, ...parameters] }: Check, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const output: string[] = []
    const child = spawn(program, parameters, { cwd: root, env: { ...process.env, PATH: path }, signal })
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text))
    child.on('error', (error) => resolve(`${output.join('')}${error.message}`))
    child.on('close', (code) => resolve(code === 0 ? undefined : output.join('')))
  })
}

/** Runs checks in order, a line each; one that fails is told in full and the next still runs. */
export async function runChecks(
  checks: readonly Check[],
  { signal, log }: { signal: AbortSignal; log(text: string): void },
): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0 }
  for (const check of checks) {
    if (signal.aborted) break
    const began = performance.now()
    const failure = await runCheck(check, signal)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    if (failure === undefined) tally.passed += 1
    else tally.failed += 1
    const told = `${check.name} (${seconds} s)`
    log(failure === undefined ? `  ✓ ${told}` : `  ✗ ${told}\n${failure.trimEnd()}`)
  }
  return tally
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { fast: { type: 'boolean', default: false } } })
  const checks = values.fast ? staticChecks : [...staticChecks, quickTests]
  const { failed } = await runChecks(checks, { signal: new AbortController().signal, log: console.log })
  if (failed > 0) process.exitCode = 1
}
