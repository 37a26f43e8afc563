import { newId } from '../../shared/ids.ts'

/** Gives out idempotency keys for one button or form. */
export interface Intention {
  /** The key for this content: the same as before while the content is the same and no answer has come. */
  keyFor(content: unknown): string
  /** An answer came: whatever is sent next is meant anew, even if it reads the same. */
  settle(): void
}

const textOf = (content: unknown): string =>
  JSON.stringify(content, (_name, value: unknown) =>
    value instanceof File ? [value.name, value.size, value.lastModified] : value,
  )

/**
 * What a person means to do once keeps one key over every retry, so that a lost answer leads to no second act; other content
 * is another intention.
 */
export function createIntention(newKey: () => string = () => newId(new Date())): Intention {
  let kept: { text: string; key: string } | undefined
  return {
    keyFor(content) {
      const text = textOf(content)
      if (kept?.text !== text) kept = { text, key: newKey() }
      return kept.key
    },
    settle() {
      kept = undefined
    },
  }
}
