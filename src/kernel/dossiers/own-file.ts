import { sql } from 'kysely'
import { maskPhone } from '../../shared/personal.ts'
import { type Flow, stateLabel } from '../cases/flow.ts'
import type { ServiceForm } from '../cases/service-form.ts'
import { findFormer } from '../corrections/former.ts'
import { maskSaid } from '../corrections/known.ts'
import type { Tx } from '../db/connect.ts'
import { ownParties } from '../divisions/scope.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { type Fact, findFacts } from '../parties/facts.ts'
import { maskPerson, openPerson, standingOfPerson } from '../parties/person.ts'
import { type PersonSeal, personSeal } from '../parties/seal.ts'
import { getPersonRow } from '../parties/store.ts'
import { describeFact, type FactDictionary } from '../rules/facts.ts'
import { readRecord } from '../rules/judgement.ts'

/** What a person's file (档案) needs of the composition: words for what every module keeps of people. */
export interface DossierWords {
  flows: readonly Flow[]
  facts: FactDictionary
  /** Kinds of papers, in words. */
  papers: Readonly<Record<string, string>>
  /** The forms of all services, read out. */
  forms: readonly ServiceForm[]
}

const FILE_NAME = 'fileName'
/** Pages show so many of each; the copy holds all. */
const MOST = 200

/** The keys of a person's parties, each unwrapped once; a party whose data were erased has none. */
export async function findSeals(tx: Tx, platform: Platform, ids: readonly string[]) {
  const rows = await tx.selectFrom('person').select(['party_id', 'wrapped_key']).where('party_id', 'in', ids).execute()
  const seals = new Map<string, PersonSeal>()
  for (const row of rows) {
    if (row.wrapped_key) seals.set(row.party_id, await personSeal(tx, platform, row.party_id))
  }
  return seals
}

interface Opened {
  /** Parties that are one person. */
  ids: readonly string[]
  /** Their keys. */
  seals: ReadonlyMap<string, PersonSeal>
  /** So many of each kind. */
  most: number
}

const serviceLabel = (flows: readonly Flow[], service: string) =>
  flows.find((flow) => flow.service === service)?.terms[service]?.zh ?? service

async function findCases(tx: Tx, { flows }: DossierWords, ids: readonly string[], most: number) {
  const rows = await tx
    .selectFrom('service_case')
    .select(['id', 'number', 'service', 'state', 'opened_at', 'ended_at'])
    .where('party_id', 'in', ids)
    .orderBy('opened_at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => {
    const flow = flows.find((one) => one.service === row.service)
    return {
      id: row.id,
      number: row.number,
      service: row.service,
      serviceLabel: serviceLabel(flows, row.service),
      stateLabel: flow ? stateLabel(flow, row.state) : row.state,
      openedAt: row.opened_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
    }
  })
}

async function findPapersOf(tx: Tx, words: DossierWords, { ids, seals, most }: Opened) {
  const rows = await tx
    .selectFrom('document')
    .leftJoin('service_case', 'service_case.id', 'document.case_id')
    .select(['document.id', 'document.party_id', 'document.kind', 'document.name_cipher', 'document.media_type'])
    .select(['document.size', 'document.uploaded_at', 'service_case.number'])
    .where('document.party_id', 'in', ids)
    .where('document.state', '=', 'accepted')
    .orderBy('document.uploaded_at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kindLabel: words.papers[row.kind] ?? '材料',
    name: seals.get(row.party_id)?.open(FILE_NAME, row.name_cipher).reveal() ?? '',
    mediaType: row.media_type,
    size: row.size,
    caseNumber: row.number,
    uploadedAt: row.uploaded_at.toISOString(),
  }))
}

async function findJudgements(tx: Tx, words: DossierWords, { ids, seals, most }: Opened) {
  const rows = await tx
    .selectFrom('judgement')
    .leftJoin('service_case', 'service_case.id', 'judgement.case_id')
    .select(['judgement.id', 'judgement.party_id', 'judgement.body_cipher', 'judgement.hash', 'judgement.result'])
    .select(['judgement.judged_at', 'service_case.number', 'service_case.service'])
    .where('judgement.party_id', 'in', ids)
    .orderBy('judgement.judged_at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => {
    const text = seals.get(row.party_id)?.open('judgement', row.body_cipher).reveal()
    return {
      id: row.id,
      caseNumber: row.number,
      serviceLabel: row.service ? serviceLabel(words.flows, row.service) : '资格判定',
      result: row.result as 'met' | 'unmet' | 'unknown',
      judgedAt: row.judged_at.toISOString(),
      used: text ? Object.keys(readRecord(text, row.hash).facts) : [],
    }
  })
}

type ViewedJudgement = Awaited<ReturnType<typeof findJudgements>>[number]

function viewFacts(
  dictionary: FactDictionary,
  facts: Readonly<Record<string, Fact>>,
  judgements: readonly ViewedJudgement[],
) {
  return Object.entries(facts).map(([key, { value, source, recordedAt }]) => {
    const definition = dictionary[key]
    return {
      key,
      zh: definition?.zh ?? key,
      value,
      says: definition ? describeFact(definition, value) : String(value),
      source,
      recordedAt,
      timesUsed: judgements.filter(({ used }) => used.includes(key)).length,
    }
  })
}

/** The log-ins of a person: when each was opened, and the phone it goes by. */
async function findAccounts(tx: Tx, platform: Platform, ids: readonly string[]) {
  const rows = await tx
    .selectFrom('account')
    .innerJoin('person', 'person.party_id', 'account.party_id')
    .leftJoin('party_merge', (join) =>
      join.onRef('party_merge.merged_id', '=', 'account.party_id').on('party_merge.undone_at', 'is', null),
    )
    .select(['account.created_at', 'person.wrapped_key', 'person.phone_cipher', 'party_merge.merged_at'])
    .where('account.party_id', 'in', ids)
    .orderBy('account.created_at')
    .execute()
  return rows.map((row) => {
    const phone =
      row.wrapped_key &&
      row.phone_cipher &&
      platform.ciphers.openText(platform.ciphers.unwrap(row.wrapped_key), 'phone', row.phone_cipher)
    return {
      phone: phone ? maskPhone(phone) : null,
      since: row.created_at.toISOString(),
      mergedAt: row.merged_at?.toISOString() ?? null,
    }
  })
}

const countNotices = async (tx: Tx, ids: readonly string[]) =>
  (
    await tx
      .selectFrom('notice')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('party_id', 'in', ids)
      .executeTakeFirstOrThrow()
  ).count

/** Everything that is known of the asker, in words; identifiers partly hidden. A page shows the newest of each kind, a copy all. */
export const getOwnFile = (ctx: Ctx, words: DossierWords, most = MOST) =>
  ctx.guarded(async (tx) => {
    const row = await getPersonRow(tx, ctx.scope, ctx.scope.party)
    const ids = ownParties(ctx.scope)
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    const seals = await findSeals(tx, ctx.platform, ids)
    const opened = { ids, seals, most }
    const judgements = await findJudgements(tx, words, opened)
    return {
      ...standingOfPerson(row),
      ...maskPerson(openPerson(ctx.platform, row)),
      verifiedAt: row.verified_at?.toISOString() ?? null,
      facts: viewFacts(words.facts, await findFacts(tx, row.party_id), judgements),
      cases: await findCases(tx, words, ids, most),
      papers: await findPapersOf(tx, words, opened),
      judgements: judgements.map(({ used, ...judgement }) => ({ ...judgement, factsUsed: used.length })),
      notices: await countNotices(tx, ids),
      accounts: await findAccounts(tx, ctx.platform, ids),
      former: (await findFormer(tx, ctx.platform, words.facts, { parties: ids })).map((one) => ({
        ...one,
        before: maskSaid(one.target, one.before),
      })),
    }
  })

/** The asker's own name, phone and number in full, and what they were before: asked for by a button, and taken down like every look. */
export const revealOwn = (ctx: Ctx, { facts }: Pick<DossierWords, 'facts'>) =>
  ctx.guarded(async (tx) => {
    const row = await getPersonRow(tx, ctx.scope, ctx.scope.party)
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    const { name, phone, identity } = openPerson(ctx.platform, row)
    return {
      name: name?.reveal() ?? null,
      phone: phone?.reveal() ?? null,
      identity: identity?.reveal() ?? null,
      former: await findFormer(tx, ctx.platform, facts, { parties: ownParties(ctx.scope) }),
    }
  })
