/** Kleene's three values: a condition is met, is not met, or cannot be told from what is known. */
export type Verdict = 'met' | 'unmet' | 'unknown'

/** A condition tree over leaves of any kind; a leaf has no key named `all`, `any` or `not`. */
export type Tree<Leaf> = { all: readonly Tree<Leaf>[] } | { any: readonly Tree<Leaf>[] } | { not: Tree<Leaf> } | Leaf

/** One meaning of the three connectives: verdicts, findings, plain words, and later SQL. */
export interface Algebra<R> {
  all(parts: readonly R[]): R
  any(parts: readonly R[]): R
  not(part: R): R
}

/** Reads a tree from its leaves upward in the given meaning. */
export function foldTree<Leaf, R>(tree: Tree<Leaf>, readLeaf: (leaf: Leaf) => R, algebra: Algebra<R>): R {
  const fold = (part: Tree<Leaf>) => foldTree(part, readLeaf, algebra)
  const branch = tree as { all?: readonly Tree<Leaf>[]; any?: readonly Tree<Leaf>[]; not?: Tree<Leaf> }
  if (branch.all) return algebra.all(branch.all.map(fold))
  if (branch.any) return algebra.any(branch.any.map(fold))
  if (branch.not) return algebra.not(fold(branch.not))
  return readLeaf(tree as Leaf)
}

const opposite = { met: 'unmet', unmet: 'met', unknown: 'unknown' } as const

/** Kleene's strong logic: one unmet part settles `all`, one met part settles `any`, whatever is still unknown. */
export const kleene: Algebra<Verdict> = {
  all: (parts) => (parts.includes('unmet') ? 'unmet' : parts.includes('unknown') ? 'unknown' : 'met'),
  any: (parts) => (parts.includes('met') ? 'met' : parts.includes('unknown') ? 'unknown' : 'unmet'),
  not: (part) => opposite[part],
}

/** All leaves, in reading order. */
export const leavesOf = <Leaf>(tree: Tree<Leaf>): Leaf[] =>
  foldTree<Leaf, Leaf[]>(tree, (leaf) => [leaf], {
    all: (parts) => parts.flat(),
    any: (parts) => parts.flat(),
    not: (part) => part,
  })
