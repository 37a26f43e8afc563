/** One condition of a printed rule, with the article it rests on. */
export interface PrintedCondition {
  says: string
  basis: string
}

export interface PrintedRule {
  title: string
  conditions: PrintedCondition[]
  /** What may be granted at most, a line each. */
  grants: string[]
}

const NUMBERED = /^\d+\. (.+)$/
const BASIS = /^依据[：:](.+)$/

/** Reads a rule as it prints itself: its title, a line that opens the list, numbered conditions each with its article, its limits. */
export function readPrintedRule(text: string): PrintedRule {
  const [title = '', , ...lines] = text.split('\n').map((line) => line.trim())
  const conditions: PrintedCondition[] = []
  const grants: string[] = []
  for (const line of lines) {
    const says = NUMBERED.exec(line)?.[1]
    const basis = BASIS.exec(line)?.[1]
    const last = conditions.at(-1)
    if (says) conditions.push({ says, basis: '' })
    else if (basis && last) last.basis = basis
    else if (line) grants.push(line)
  }
  return { title, conditions, grants }
}
