/** What an examination says of one thing: well, worth knowing, or wrong. */
export interface Check {
  name: string
  state: 'well' | 'note' | 'wrong'
  /** What was found, in Chinese; never a password or personal data. */
  says: string
  /** What to do about it; empty when it is well. */
  remedy: string
}

export const well = (name: string, says: string): Check => ({ name, state: 'well', says, remedy: '' })
export const note = (name: string, says: string, remedy: string): Check => ({ name, state: 'note', says, remedy })
export const wrong = (name: string, says: string, remedy: string): Check => ({ name, state: 'wrong', says, remedy })

/** Looks at one thing; what it throws is itself found wrong, in its own words. */
export async function look(name: string, examine: () => Promise<Check | Check[]>): Promise<Check[]> {
  try {
    return [await examine()].flat()
  } catch (error) {
    return [wrong(name, error instanceof Error ? error.message : String(error), '请按上面的原因处理后再查一次。')]
  }
}
