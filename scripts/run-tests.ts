import { join } from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'

export interface Tally {
  passed: number
  failed: number
}

export const addTallies = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
  failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
})

export interface TestRun {
  folder: string
  /** Paths from the folder. */
  files: readonly string[]
  /** How many files run at once. */
  concurrency: number
  /** A file that takes longer is stopped and counts as failed. */
  timeoutMilliseconds: number
  signal: AbortSignal
  /** Receives one entry a file, with its failures in full. */
  log(text: string): void
}

/** What node:test tells of one ended test. */
interface Ended {
  name: string
  file?: string
  nesting: number
  skip?: string | boolean
  todo?: string | boolean
  details: { type?: string; error?: Error & { failureType?: string } }
}

/**
 * What one file has told so far. Only leaves count: a suite, or a test with tests inside, counts when it fails by itself and not
 * through them. A test that is skipped, a file without tests and a file that ends badly count as failed.
 */
class FileReport {
  readonly path: string
  readonly tally: Tally = { passed: 0, failed: 0 }
  readonly #failures: string[] = []
  readonly #output: string[] = []
  readonly #begun = performance.now()
  #deepest = -1

  constructor(path: string) {
    this.path = path
  }

  hear(text: string): void {
    this.#output.push(text)
  }

  pass(test: Ended): void {
    const leaf = this.#isLeaf(test)
    if (test.name === test.file) this.#fail(test, 'The file holds no test')
    else if (test.skip !== undefined || test.todo !== undefined) this.#fail(test, 'The test did not run')
    else if (leaf) this.tally.passed += 1
  }

  fail(test: Ended): void {
    const { error } = test.details
    if (!this.#isLeaf(test) && error?.failureType === 'subtestsFailed') return
    this.#fail(test, inspect(error?.cause ?? error))
  }

  /** One line, and below it what failed, with all that the file printed. */
  toString(): string {
    const { passed, failed } = this.tally
    const seconds = `${((performance.now() - this.#begun) / 1000).toFixed(1)} s`
    if (failed === 0) return `  ✓ ${this.path} ${passed} (${seconds})`
    const output = this.#output.join('').trimEnd()
    return [`  ✗ ${this.path} ${failed} of ${passed + failed} failed (${seconds})`, ...this.#failures, output]
      .join('\n')
      .trimEnd()
  }

  #fail(test: Ended, why: string): void {
    this.tally.failed += 1
    this.#failures.push(`    ✗ ${test.name}\n${why.replaceAll(/^/gm, '      ')}`)
  }

  /** Tests inside another end before it does, one level deeper. */
  #isLeaf({ nesting, details }: Ended): boolean {
    const leaf = details.type !== 'suite' && this.#deepest <= nesting
    this.#deepest = nesting
    return leaf
  }
}

/** Runs one file through node:test in a process of its own, with this process's environment. */
async function runFile(path: string, { folder, timeoutMilliseconds, signal }: TestRun): Promise<FileReport> {
  const report = new FileReport(path)
  const events = run({ files: [join(folder, path)], cwd: folder, timeout: timeoutMilliseconds, signal })
  for await (const { type, data } of events) {
    if (type === 'test:pass') report.pass(data)
    if (type === 'test:fail') report.fail(data)
    if (type === 'test:stdout' || type === 'test:stderr') report.hear(data.message)
    // What a test leaves running after its end is told only here; the totals, without a file, are counted by us.
    if (type === 'test:diagnostic' && data.file) report.hear(`${data.message}\n`)
  }
  return report
}

/** Runs test files, some at once, and counts their leaves; none begins once the signal is given. */
export async function runTests(test: TestRun): Promise<Tally> {
  const waiting = [...test.files]
  const tallies: Tally[] = []
  const work = async () => {
    for (let path = waiting.shift(); path && !test.signal.aborted; path = waiting.shift()) {
      const report = await runFile(path, test)
      test.log(report.toString())
      tallies.push(report.tally)
    }
  }
  await Promise.all(Array.from({ length: test.concurrency }, work))
  return addTallies(tallies)
}
