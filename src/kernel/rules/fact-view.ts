import { Type } from 'typebox'
import { InstantText } from '../operations/schemas.ts'
import type { Fact } from '../parties/facts.ts'
import { describeFact, type FactDictionary } from './facts.ts'

/** Something known of a party, as their file shows it. */
export const FactView = Type.Object({
  key: Type.String(),
  zh: Type.String(),
  value: Type.Unknown(),
  says: Type.String({ description: 'The value in plain Chinese' }),
  source: Type.Enum(['declared', 'paper', 'register', 'case']),
  recordedAt: InstantText,
})

/** The same, written in the words of its definition. */
export function viewFact(dictionary: FactDictionary, key: string, { value, source, recordedAt }: Fact) {
  const definition = dictionary[key]
  const says = definition ? describeFact(definition, value) : String(value)
  return { key, zh: definition?.zh ?? key, value, says, source, recordedAt }
}
