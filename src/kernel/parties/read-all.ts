import { type FieldError, invalid, Refusal } from '../../shared/errors.ts'

type Readers = Record<string, () => unknown>

/** Runs every reader and gives what they read; throws one Refusal (422) with the faults of all of them at once. */
export function readAll<R extends Readers>(readers: R): { [K in keyof R]: ReturnType<R[K]> } {
  const faults: FieldError[] = []
  const values: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(readers)) {
    try {
      values[name] = read()
    } catch (error) {
      if (!(error instanceof Refusal) || !error.parts.errors) throw error
      faults.push(...error.parts.errors)
    }
  }
  if (faults.length > 0) throw invalid(faults)
  return values as { [K in keyof R]: ReturnType<R[K]> }
}
