import { parseDate } from '../../shared/dates.ts'
import { type FieldError, Refusal } from '../../shared/errors.ts'
import { parseYuan } from '../../shared/money.ts'
import { throwUnreadable } from '../portal/visit.ts'

/** A form as it was posted: what was typed, to show again, and readers that turn it into what an operation takes. */
export interface Posted {
  /** As typed; of several fields of one name the last. */
  values: Record<string, string>
  /** Idempotency key of the form. */
  key: string
  /** What the readers could not make sense of; a form with faults is not sent on. */
  faults: FieldError[]
  /** Trimmed; undefined when empty. */
  text(name: string): string | undefined
  /** Every value of one name. */
  all(name: string): string[]
  /** A whole number. */
  whole(name: string): number | undefined
  /** An amount in fen, typed in yuan. */
  amount(name: string): number | undefined
  /** A calendar date, YYYY-MM-DD. */
  day(name: string): string | undefined
  /** A choice between 是 and 否, or a tick. */
  yes(name: string): boolean | undefined
}

type Reader<T> = (text: string, name: string) => T

function readWhole(text: string, field: string): number {
  const compact = text.normalize('NFKC').replace(/[\s,]/g, '')
  if (/^\d{1,9}$/.test(compact)) return Number(compact)
  throw new Refusal({
    status: 422,
    code: 'invalid',
    title: '不是整数',
    errors: [{ field, code: 'integer', message: '请填写整数，例如 24' }],
  })
}

/** Wraps a form's fields. */
export function postedFrom(entries: Iterable<[string, string]>): Posted {
  const pairs = [...entries]
  const values = Object.fromEntries(pairs)
  const faults: FieldError[] = []
  const text = (name: string) => values[name]?.trim() || undefined
  const reading =
    <T>(read: Reader<T>) =>
    (name: string): T | undefined => {
      const typed = text(name)
      if (typed === undefined) return undefined
      try {
        return read(typed, name)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        faults.push(...(error.parts.errors ?? []))
        return undefined
      }
    }
  return {
    values,
    key: values.idempotencyKey ?? '',
    faults,
    text,
    all: (name) => pairs.filter(([key]) => key === name).map(([, value]) => value),
    whole: reading(readWhole),
    amount: reading(parseYuan),
    day: reading<string>(parseDate),
    yes: reading((typed) => typed === 'true' || typed === 'yes'),
  }
}

/** The one of these that a form's button names, else the usual one; what every object has, such as `__proto__`, is none of them. */
export function actOf<Acts extends object>(acts: Acts, { values }: Posted, usual: keyof Acts): Acts[keyof Acts] {
  const named = values.act ?? ''
  return acts[Object.hasOwn(acts, named) ? (named as keyof Acts) : usual]
}

/** Reads a posted form without files. */
export async function readForm(request: Request): Promise<Posted> {
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')) throwUnreadable()
  const form = await request.formData()
  return postedFrom([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
