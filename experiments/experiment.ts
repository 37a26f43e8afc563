import assert from 'node:assert/strict'
import { test } from 'node:test'

/** One run of an experiment. */
export interface Course {
  /** Repeats the run. */
  seed: number
  /** How many, of what the experiment counts by. */
  size: number
  /** The control: with the defence switched off, in the database or in the process, never by a switch in the product. */
  broken: boolean
}

/** What a run found: its figures, and whether they are what was to be reached. */
export interface Outcome {
  figures: Readonly<Record<string, unknown>>
  holds: boolean
}

export interface Experiment {
  name: string
  /** Sizes of the whole run, of the short one in `npm test`, and of the control's. */
  sizes: { full: number; short: number; control: number }
  run(course: Course): Promise<Outcome>
}

/** What an experiment prints at the end, with nothing after it. */
export interface Result {
  name: string
  seed: number
  figures: Readonly<Record<string, unknown>>
  holds: boolean
  /** Whether the control failed, as it must: an experiment that a broken defence passes proves nothing. */
  controlFailed: boolean
}

/** Runs an experiment and its control. */
export async function prove({ name, sizes, run }: Experiment, seed: number, size: 'full' | 'short'): Promise<Result> {
  const { figures, holds } = await run({ seed, size: sizes[size], broken: false })
  const control = await run({ seed, size: sizes.control, broken: true })
  return { name, seed, figures, holds, controlFailed: !control.holds }
}

/** The short version as a test, always with the same seed, so that a failure can be looked at again. */
export function testShort(experiment: Experiment): void {
  test(`${experiment.name} holds, and fails where its defence is broken`, async () => {
    const { holds, controlFailed, figures } = await prove(experiment, 20_261_125, 'short')
    assert.ok(holds, JSON.stringify(figures))
    assert.ok(controlFailed, 'the control holds')
  })
}
