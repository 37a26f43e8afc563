import { type CalendarDate, formatDay, isDate } from '../../shared/dates.ts'
import { type FieldError, invalid, Refusal } from '../../shared/errors.ts'
import type { Personal } from '../../shared/personal.ts'
import { parsePhone } from '../identity/phone.ts'
import { parseEmail } from '../notifications/email-address.ts'
import { type RegisterData, readRegister, type TypedRegister } from '../parties/enterprise.ts'
import type { FactDraft } from '../parties/facts.ts'
import type { IdentityKind } from '../parties/identity-kinds.ts'
import { industryName } from '../parties/industries.ts'
import { legalFormName } from '../parties/legal-forms.ts'
import { parseRealName, type RealName } from '../parties/real-name.ts'
import { describeFact, type FactDictionary, findFactFault } from '../rules/facts.ts'
import { type Known, sayNow, sayPaper } from './known.ts'
import type { CorrectionForm, CorrectionItem } from './schema.ts'
import { factOf, type Target } from './targets.ts'

/** The right content of what a form is about, read into the one form of each. */
export interface Right {
  realName?: RealName
  phone?: Personal
  email?: Personal
  register?: RegisterData
  facts: FactDraft[]
}

const textOf = ({ right }: CorrectionItem, field = 'value'): string => {
  const value = right?.[field]
  return typeof value === 'string' ? value : ''
}

const itemOf = ({ items }: CorrectionForm, target: string) => items.find((item) => item.target === target)

/** Faults of a reader in the terms of the form: its fields stand under the name of what they are about. */
function readFor<T>(rename: (field: string) => string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal) || !error.parts.errors) throw error
    throw invalid(error.parts.errors.map((one) => ({ ...one, field: rename(one.field) })))
  }
}

/** The real name as it will be: what is put right, beside what stays. Null when neither name nor paper is asked for. */
function readRealName({ person }: Known, form: CorrectionForm, today: CalendarDate): RealName | undefined {
  const [name, paper] = [itemOf(form, 'name'), itemOf(form, 'identity')]
  if (!person || (!name && !paper)) return undefined
  const { opened, row } = person
  const told = paper
    ? {
        identityKind: (textOf(paper, 'identityKind') || undefined) as IdentityKind | undefined,
        identityNumber: textOf(paper, 'identityNumber'),
        identityCountry: textOf(paper, 'identityCountry') || undefined,
        birthDate: textOf(paper, 'birthDate') || undefined,
      }
    : {
        identityKind: (row.identity_kind ?? undefined) as IdentityKind | undefined,
        identityNumber: opened.identity?.reveal() ?? '',
        birthDate: opened.birthDate ?? undefined,
      }
  const typed = { name: name ? textOf(name) : (opened.name?.reveal() ?? ''), ...told }
  return readFor(
    (field) => (field === 'name' ? 'name.value' : `identity.${field}`),
    () => parseRealName(typed, today),
  )
}

const registerFields: Readonly<Record<string, keyof TypedRegister>> = {
  enterpriseName: 'name',
  creditCode: 'creditCode',
  legalForm: 'legalForm',
  industry: 'industry',
  registeredOn: 'registeredOn',
}

const targetOfField = (field: string) =>
  Object.keys(registerFields).find((target) => registerFields[target] === field) ?? field

/** The register data as they will be. */
function readEnterprise({ enterprise: row }: Known, form: CorrectionForm, today: CalendarDate) {
  const changed = form.items.filter(({ target }) => target in registerFields)
  if (!row || changed.length === 0) return undefined
  const typed: TypedRegister = {
    name: row.name,
    creditCode: row.credit_code,
    legalForm: row.legal_form as TypedRegister['legalForm'],
    industry: row.industry,
    registeredOn: row.registered_on,
    division: row.division,
    ...Object.fromEntries(changed.map((item) => [registerFields[item.target], textOf(item)])),
  }
  return readFor(
    (field) => `${targetOfField(field)}.value`,
    () => readRegister(typed, today),
  )
}

function readFact(dictionary: FactDictionary, item: CorrectionItem): FactDraft[] {
  const key = factOf(item.target)
  const definition = key === undefined ? undefined : dictionary[key]
  if (key === undefined || !definition) return []
  const value = item.right?.value
  const fault = findFactFault(definition, value)
  if (fault) throw invalid([{ field: `${item.target}.value`, code: 'value', message: `${definition.zh}：${fault}` }])
  return [{ key, value: value as FactDraft['value'] }]
}

/** Reads all that is to be put right. Throws one Refusal (422) with the faults of all, each under `target.field`. */
export function readRight(known: Known, form: CorrectionForm, facts: FactDictionary, today: CalendarDate): Right {
  const faults: FieldError[] = []
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Refusal) || !error.parts.errors) throw error
      faults.push(...error.parts.errors)
      return undefined
    }
  }
  const [phone, email] = [itemOf(form, 'phone'), itemOf(form, 'email')]
  const right = {
    realName: attempt(() => readRealName(known, form, today)),
    phone: phone && attempt(() => parsePhone(textOf(phone), 'phone.value')),
    email: email && attempt(() => parseEmail(textOf(email), 'email.value')),
    register: attempt(() => readEnterprise(known, form, today)),
    facts: form.items.flatMap((item) => attempt(() => readFact(facts, item)) ?? []),
  }
  if (faults.length > 0) throw invalid(faults)
  return Object.fromEntries(Object.entries(right).filter(([, value]) => value !== undefined)) as unknown as Right
}

const sayTyped: Readonly<Record<string, (item: CorrectionItem) => string>> = {
  identity: (item) => sayPaper(textOf(item, 'identityKind') || null, textOf(item, 'identityNumber')),
  legalForm: (item) => legalFormName(textOf(item)),
  industry: (item) => industryName(textOf(item)),
  registeredOn: (item) => (isDate(textOf(item)) ? formatDay(textOf(item) as CalendarDate) : textOf(item)),
}

const isFilled = (value: unknown) => value !== undefined && value !== null && value !== ''

/** What an item should say, in words, as far as it is filled in. Personal. */
export function sayRight(item: CorrectionItem, dictionary: FactDictionary): string | null {
  if (!Object.values(item.right ?? {}).some(isFilled)) return null
  const key = factOf(item.target)
  const definition = key === undefined ? undefined : dictionary[key]
  if (definition) {
    const value = item.right?.value
    return findFactFault(definition, value) ? String(value) : describeFact(definition, value as FactDraft['value'])
  }
  return (sayTyped[item.target]?.(item) ?? textOf(item)) || null
}

/** Fields of an item that are still empty. */
const emptyFields = (target: Target, { right = {} }: CorrectionItem): FieldError[] =>
  Object.entries(target.fields)
    .filter(([field]) => !target.optional.includes(field) && !isFilled(right[field]))
    .map(([field, { title }]) => ({
      field: `${target.target}.${field}`,
      code: 'required',
      message: `${target.zh}：还没有填写“${title}”`,
    }))

/** In the one form in which both sides can be compared. */
const normal = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toUpperCase()

function findFaults(target: Target, item: CorrectionItem, known: Known, dictionary: FactDictionary): FieldError[] {
  const empty = emptyFields(target, item)
  const wrong = (item.wrong?.trim().length ?? 0) < 2
  const [now, right] = [sayNow(known, target.target, dictionary), sayRight(item, dictionary)]
  const same =
    empty.length === 0 && now !== null && right !== null && normal(now.split('，')[0] ?? '') === normal(right)
  const field = Object.keys(target.fields)[0] ?? ''
  return [
    ...(wrong
      ? [{ field: `${target.target}.wrong`, code: 'required', message: `${target.zh}：还没有写错在哪里` }]
      : []),
    ...empty,
    ...(same && !isFilled(item.right?.birthDate)
      ? [
          {
            field: `${target.target}.${field}`,
            code: 'same',
            message: `${target.zh}：和现在登记的一样，不用更正；填错了的请改，不要更正这一项的请去掉`,
          },
        ]
      : []),
  ]
}

/** Everything that keeps a correction from being sent, at once: what is missing, what cannot be right, the proof. */
export function findCorrectionGaps(
  form: CorrectionForm,
  given: { known: Known; targets: readonly Target[]; facts: FactDictionary; papers: number; today: CalendarDate },
): FieldError[] {
  const { known, targets, facts, papers, today } = given
  const faults = form.items.flatMap((item) => {
    const target = targets.find((one) => one.target === item.target)
    if (target) return findFaults(target, item, known, facts)
    return [{ field: `${item.target}.value`, code: 'gone', message: '有一项已经不在您的档案里，请去掉' }]
  })
  const proof =
    papers === 0 && needsProof(form)
      ? [{ field: 'papers.correctionProof', code: 'required', message: '材料：还没有交证明材料' }]
      : []
  if (faults.length > 0) return [...faults, ...proof]
  try {
    readRight(known, form, facts, today)
    return proof
  } catch (error) {
    if (!(error instanceof Refusal) || !error.parts.errors) throw error
    return [...error.parts.errors, ...proof]
  }
}

/** Of an e-mail address there is no paper. */
export const needsProof = ({ items }: CorrectionForm): boolean => items.some(({ target }) => target !== 'email')
