import { canonicalJson } from '../../shared/canonical.ts'
import type { CalendarDate } from '../../shared/dates.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { evaluate, type Judgement } from './evaluate.ts'
import type { FactSet } from './facts.ts'
import type { ParameterSet } from './parameters.ts'
import type { Rule } from './rule.ts'

/** A judgement with everything it rests on, so that it can be repeated on any later day. */
export interface JudgementRecord {
  rule: Rule
  /** Only the facts and parameters that the rule uses. */
  facts: FactSet
  parameters: ParameterSet
  judgement: Judgement
}

const pick = <V>(from: Readonly<Record<string, V | undefined>>, keys: readonly string[]) =>
  Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])))

/** Judges, and keeps beside the judgement what it rests on and nothing else. */
export function judge(rule: Rule, facts: FactSet, parameters: ParameterSet, on: CalendarDate): JudgementRecord {
  const used = { facts: pick(facts, Object.keys(rule.facts)), parameters: pick(parameters, rule.parameters) }
  return { rule, ...used, judgement: evaluate(rule, used.facts, used.parameters, on) }
}

/** The one text of a record, whatever the order of its keys, with its SHA-256 in hexadecimal. */
export function writeRecord(record: JudgementRecord): { text: string; hash: string } {
  const text = canonicalJson(record)
  return { text, hash: sha256Hex(text) }
}

/** Reads what `writeRecord` wrote. Throws an Error when text and hash do not belong together. */
export function readRecord(text: string, hash: string): JudgementRecord {
  if (sha256Hex(text) !== hash) throw new Error('The text of a judgement does not match its hash')
  return JSON.parse(text) as JudgementRecord
}

/**
 * Judges again from what was kept. `identical` says whether the new judgement is the old one byte for byte; it never is under
 * another engine version, which is part of the bytes.
 */
export function replay(record: JudgementRecord): { identical: boolean; judgement: Judgement } {
  const judgement = evaluate(record.rule, record.facts, record.parameters, record.judgement.on)
  return { identical: canonicalJson(judgement) === canonicalJson(record.judgement), judgement }
}
