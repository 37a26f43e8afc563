import type { Tx } from '../../kernel/db/connect.ts'
import { indexEntry } from '../../kernel/search/store.ts'
import { dateIn, parseDate } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import { demonstrationPolicies } from './demonstration/index.ts'
import type { PolicySeed } from './demonstration/policy-seed.ts'
import { insertPolicies, type PolicyDraft, saveReplacement } from './store.ts'

/** What can be applied for here stands before what can only be read; what is out of force is still found, behind both. */
const importanceOf = ({ expiresOn, service }: PolicySeed, today: string) =>
  expiresOn !== null && expiresOn < today ? 0.5 : service === null ? 1 : 1.5

const draftOf = (seed: PolicySeed, now: Date): PolicyDraft => ({
  id: newId(now),
  slug: seed.slug,
  title: seed.title,
  level: seed.level,
  division: seed.division,
  issuer: seed.issuer,
  number: seed.number,
  topic: seed.topic,
  issued_on: seed.issuedOn,
  effective_on: seed.effectiveOn,
  expires_on: seed.expiresOn,
  invented: seed.invented,
  card: seed.card,
  body: seed.body,
  service: seed.service,
  rule_code: seed.rule,
})

/** Number and issuer stand last: people search by them, but an excerpt should not begin with them. */
const bodyOf = ({ body, number, issuer }: PolicySeed) =>
  [...body.flatMap((section) => [section.heading, ...section.paragraphs]), number, issuer].join('\n')

const summaryOf = ({ card: { who, howMuch, bring, howLong, where } }: PolicySeed) =>
  [who, howMuch, bring.join('、'), howLong, where].join('\n')

const indexPolicy = (tx: Tx, seed: PolicySeed, now: Date) =>
  indexEntry(tx, {
    kind: 'policy',
    ref: seed.slug,
    division: seed.division,
    title: seed.title,
    summary: summaryOf(seed),
    body: bodyOf(seed),
    importance: importanceOf(seed, dateIn(now)),
    publishedOn: parseDate(seed.issuedOn),
  })

/** Enters the demonstration policies and makes them searchable; those that are there already stay as they are. */
export async function seedInformation(tx: Tx, now: Date): Promise<void> {
  await insertPolicies(
    tx,
    demonstrationPolicies.map((seed) => draftOf(seed, now)),
  )
  for (const seed of demonstrationPolicies) {
    if (seed.replaces !== null) await saveReplacement(tx, seed.slug, seed.replaces)
    await indexPolicy(tx, seed, now)
  }
}
