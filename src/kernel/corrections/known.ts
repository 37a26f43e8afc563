import { formatDay } from '../../shared/dates.ts'
import { maskIdentity, maskName, maskPhone, Personal } from '../../shared/personal.ts'
import type { Tx } from '../db/connect.ts'
import { kernelTerms } from '../glossary/terms.ts'
import { maskEmail } from '../notifications/email-address.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { type EnterpriseRow, getEnterprise } from '../parties/enterprise.ts'
import { type Fact, findFacts } from '../parties/facts.ts'
import type { IdentityKind } from '../parties/identity-kinds.ts'
import { industryName } from '../parties/industries.ts'
import { legalFormName } from '../parties/legal-forms.ts'
import { survivorOf } from '../parties/merged.ts'
import { type OpenedPerson, openPerson } from '../parties/person.ts'
import { getPersonRow, type PersonRow } from '../parties/store.ts'
import { describeFact, type FactDictionary } from '../rules/facts.ts'
import { enterpriseTargets, factOf, factTarget, personTargets, type Target } from './targets.ts'

/** What the file of a party says today, and as whom they are served: what is put right is put right there. */
export interface Known {
  partyId: string
  division: string
  person: { row: PersonRow; opened: OpenedPerson; email: Personal | null } | null
  enterprise: EnterpriseRow | null
  facts: Readonly<Record<string, Fact>>
}

async function readEmail(tx: Tx, { ciphers }: Platform, row: PersonRow): Promise<Personal | null> {
  const found = await tx
    .selectFrom('notice_setting')
    .select('email_cipher')
    .where('party_id', '=', row.party_id)
    .executeTakeFirst()
  if (!found?.email_cipher || !row.wrapped_key) return null
  return ciphers.openText(ciphers.unwrap(row.wrapped_key), 'email', found.email_cipher)
}

/** Reads all that could be corrected of a party in reach; of a merged one that of the survivor. Throws a Refusal (404). */
export async function readKnown(ctx: Ctx, tx: Tx, partyId: string): Promise<Known> {
  const served = await survivorOf(tx, partyId)
  const party = await tx.selectFrom('party').select('kind').where('id', '=', served).executeTakeFirst()
  const facts = await findFacts(tx, served)
  if (party?.kind === 'enterprise') {
    const enterprise = await getEnterprise(tx, ctx.scope, served)
    return { partyId: served, division: enterprise.division, person: null, enterprise, facts }
  }
  const row = await getPersonRow(tx, ctx.scope, served)
  const person = { row, opened: openPerson(ctx.platform, row), email: await readEmail(tx, ctx.platform, row) }
  return { partyId: served, division: row.division, person, enterprise: null, facts }
}

/** Everything of their file that has a place to be corrected in, in the order in which it is shown. */
export const targetsOf = (known: Known, dictionary: FactDictionary): Target[] => [
  ...(known.enterprise ? enterpriseTargets : personTargets),
  ...Object.keys(known.facts).flatMap((key) => factTarget(dictionary, key) ?? []),
]

/** '居民身份证 42050219…'. */
export const sayPaper = (kind: string | null, number: string): string =>
  `${kind ? kernelTerms[kind as IdentityKind].zh : '证件'} ${number}`

const sayEnterprise: Readonly<Record<string, (row: EnterpriseRow) => string>> = {
  enterpriseName: (row) => row.name,
  creditCode: (row) => row.credit_code,
  legalForm: (row) => legalFormName(row.legal_form),
  industry: (row) => industryName(row.industry),
  registeredOn: (row) => formatDay(row.registered_on as Parameters<typeof formatDay>[0]),
}

function sayPerson({ row, opened, email }: NonNullable<Known['person']>, target: string): string | null {
  const identity = opened.identity && sayPaper(row.identity_kind, opened.identity.reveal())
  const said: Readonly<Record<string, string | null | undefined>> = {
    name: opened.name?.reveal(),
    identity: identity && opened.birthDate ? `${identity}，${formatDay(opened.birthDate)}出生` : identity,
    phone: opened.phone?.reveal(),
    email: email?.reveal(),
  }
  return said[target] ?? null
}

/** What the file says of one of its data, in words; null where it says nothing. Personal. */
export function sayNow(known: Known, target: string, dictionary: FactDictionary): string | null {
  const key = factOf(target)
  if (key !== undefined) {
    const [fact, definition] = [known.facts[key], dictionary[key]]
    return fact && definition ? describeFact(definition, fact.value) : null
  }
  if (known.enterprise) return sayEnterprise[target]?.(known.enterprise) ?? null
  return known.person && sayPerson(known.person, target)
}

const masks: Readonly<Record<string, (value: Personal) => string>> = {
  name: maskName,
  phone: maskPhone,
  email: maskEmail,
}

/** What identity data say, partly hidden, as lists and letters show them. */
export function maskSaid(target: string, said: string): string {
  if (target === 'identity') {
    const [kind = '', number = ''] = said.split('，')[0]?.split(' ') ?? []
    return `${kind} ${maskIdentity(new Personal(number))}`
  }
  return masks[target]?.(new Personal(said)) ?? said
}
