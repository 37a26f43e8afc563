import { randomBytes } from 'node:crypto'
import { canonicalJson } from '../../shared/canonical.ts'
import { type CalendarDate, dateIn } from '../../shared/dates.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { newId } from '../../shared/ids.ts'
import { maskIdentity } from '../../shared/personal.ts'
import { type Flow, stateLabel } from '../cases/flow.ts'
import type { Tx } from '../db/connect.ts'
import { type DivisionCode, lineageOf } from '../divisions/division.ts'
import { sayHours } from '../offices/hours.ts'
import { findOffices, getOffice, type OfficeRow } from '../offices/store.ts'
import type { Ctx, IssuedLetter, LetterStep, Platform } from '../operations/context.ts'
import { openPerson } from '../parties/person.ts'
import { personSeal } from '../parties/seal.ts'
import { findDivisionNames, getPersonRow } from '../parties/store.ts'
import { appealOfDecision, askAboutNotice } from './appeal.ts'
import type { LetterKind, LetterSubject, ServiceLetters } from './definition.ts'
import { nextSerial, numberOf } from './numbering.ts'
import type { LetterContent } from './schema.ts'
import { insertLetter } from './store.ts'

/** What issuing needs of the composition. */
export interface LetterServices {
  flows: readonly Flow[]
  letters: readonly ServiceLetters[]
  /** Where the portal is reached from outside, without a slash at its end. */
  publicAddress: string
}

const SALT_LENGTH = 16
export const LETTER_FIELD = 'letter'

/** The office that held the case, else the window that serves its division. */
async function findOffice(tx: Tx, { officeId, division }: LetterStep['case'], on: CalendarDate): Promise<OfficeRow> {
  if (officeId) return getOffice(tx, officeId, on)
  const divisions = lineageOf(division as DivisionCode)
  const nearest = (await findOffices(tx, { on, kind: 'window', divisions, limit: 50 })).at(-1)
  if (!nearest) throw new Error(`no office serves ${division}, so none can issue a letter`)
  return nearest
}

/** Names of the division that issues and, for an appeal, of the government above the office: of its county, else of its city. */
async function namePlace(tx: Tx, division: string) {
  const lineage = lineageOf(division as DivisionCode)
  const names = await findDivisionNames(tx, lineage)
  const nameOf = (digits: number) => names.get(division.slice(0, digits).padEnd(12, '0')) ?? ''
  const county = division.slice(4, 6) === '00' ? '' : nameOf(6)
  const city = division.slice(2, 4) === '00' || division.slice(2, 4) === '90' ? '' : nameOf(4)
  return { place: names.get(division) ?? division, government: `${city}${county}人民政府` }
}

/** Who it is for: an enterprise by its registered name and credit code, a person by name and a part of their number. */
async function nameApplicant(ctx: Ctx, tx: Tx, partyId: string) {
  const enterprise = await tx
    .selectFrom('enterprise')
    .select(['name', 'credit_code'])
    .where('party_id', '=', partyId)
    .executeTakeFirst()
  if (enterprise) return { applicant: enterprise.name, identity: `统一社会信用代码 ${enterprise.credit_code}` }
  const { name, identity } = openPerson(ctx.platform, await getPersonRow(tx, ctx.scope, partyId))
  return { applicant: name?.reveal() ?? '申请人', identity: identity && `证件号码 ${maskIdentity(identity)}` }
}

interface Issue {
  service: string
  title: string
  kind: string
  definition: LetterKind<unknown>
  facts: unknown
  office: OfficeRow
  step: LetterStep
  verifyAddress: string
}

async function composeLetter(ctx: Ctx, tx: Tx, issue: Issue): Promise<LetterContent> {
  const { service, title, definition, facts, office, step } = issue
  const { submittedAt, number: caseNumber, partyId } = step.case
  const [{ place, government }, named, serial] = await Promise.all([
    namePlace(tx, office.division),
    nameApplicant(ctx, tx, partyId),
    nextSerial(tx),
    personSeal(tx, ctx.platform, partyId),
  ])
  const subject: LetterSubject<unknown> = {
    service,
    caseNumber,
    ...named,
    submittedOn: submittedAt && dateIn(submittedAt),
    issuedOn: ctx.today,
    limitDays: step.limitDays,
    dueOn: step.dueOn,
    office,
    detail: step.detail,
    facts,
  }
  return {
    format: 1,
    title,
    number: numberOf(serial, place, definition.series, ctx.today),
    caseNumber,
    service,
    addressee: subject.applicant,
    blocks: definition.compose(subject),
    appeal: definition.decision ? appealOfDecision(title, government) : askAboutNotice(title, office),
    office: { name: office.name, address: office.address, hours: sayHours(office.openings), phone: office.phone },
    issuedOn: ctx.today,
    decision: definition.decision,
    invented: office.invented,
    verifyAddress: issue.verifyAddress,
    salt: randomBytes(SALT_LENGTH).toString('base64url'),
  }
}

/** Composes one letter, seals it by its party's key and begins to write it. */
async function issueLetter(ctx: Ctx, tx: Tx, issue: Issue): Promise<{ letter: IssuedLetter; stored: Promise<void> }> {
  const { kind, office, step } = issue
  const content = await composeLetter(ctx, tx, issue)
  const text = canonicalJson(content)
  const letter = { id: newId(ctx.now), kind, number: content.number, hash: sha256Hex(text) }
  const seal = await personSeal(tx, ctx.platform, step.case.partyId)
  const stored = insertLetter(tx, {
    id: letter.id,
    number: letter.number,
    kind,
    service: step.service,
    case_id: step.case.id,
    case_sequence: step.sequence,
    party_id: step.case.partyId,
    division: step.case.division,
    office_id: office.id,
    office_name: office.name,
    issued_on: content.issuedOn as CalendarDate,
    issued_at: ctx.now,
    content_cipher: seal.seal(LETTER_FIELD, text),
    content_hash: letter.hash,
  })
  return { letter, stored }
}

/**
 * Makes what issues letters (文书): each is composed by its module, numbered by kind, issuing division and year, sealed and
 * stored in the transaction of the step that issues it.
 */
export const createLetterIssuer =
  ({ flows, letters, publicAddress }: LetterServices): Platform['issueLetters'] =>
  async (ctx, tx, step) => {
    const flow = flows.find((one) => one.service === step.service)
    const texts = letters.find((one) => one.service === step.service)
    if (!flow || !texts) throw new Error(`No letters for service ${step.service}`)
    const [facts, office] = await Promise.all([texts.read(ctx, tx, step), findOffice(tx, step.case, ctx.today)])
    const issued: Awaited<ReturnType<typeof issueLetter>>[] = []
    for (const kind of step.kinds) {
      const definition = texts.kinds[kind]
      if (!definition) throw new Error(`No letter ${kind} of service ${step.service}`)
      const [service, title] = [stateLabel(flow, flow.service), stateLabel(flow, kind)]
      const verifyAddress = `${publicAddress}/letters/verify`
      issued.push(await issueLetter(ctx, tx, { service, title, kind, definition, facts, office, step, verifyAddress }))
    }
    return { letters: issued.map(({ letter }) => letter), stored: issued.map(({ stored }) => stored) }
  }
