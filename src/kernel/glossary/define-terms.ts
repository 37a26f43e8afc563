/** One word of the field: its Chinese label, what it means, and where the meaning comes from. */
export interface Term {
  zh: string
  meaning: string
  source?: string
}

export type Terms = Readonly<Record<string, Term>>

/** Declares words, keeping their keys as a type, so that a label can only be asked for by a word that exists. */
export const defineTerms = <const T extends Terms>(terms: T): T => terms

/** Merges the words of kernel and modules; two places that define one key differently are a fault at start. */
export function mergeTerms(...lists: readonly Terms[]): Terms {
  const merged: Record<string, Term> = {}
  for (const terms of lists) {
    for (const [key, term] of Object.entries(terms)) {
      const known = merged[key]
      if (known && known.zh !== term.zh) throw new Error(`Term ${key} is both ${known.zh} and ${term.zh}`)
      merged[key] = term
    }
  }
  return merged
}
