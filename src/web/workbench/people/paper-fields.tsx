import { Input, Select } from 'antd'
import { useId } from 'react'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import {
  type IdentityKind,
  identityHints,
  identityKinds,
  kindsWithoutBirthDate,
} from '../../../kernel/parties/identity-kinds.ts'
import { Labelled } from '../form/labelled.tsx'

/** An identity paper as it is typed; the country is asked for a passport alone. */
export interface TypedPaper {
  kind: IdentityKind
  number: string
  country: string
  /** Where the number does not say it. */
  birthDate: string
}

export const emptyPaper: TypedPaper = { kind: 'residentId', number: '', country: '', birthDate: '' }

interface Known {
  identity: string | null
  identityKind: IdentityKind | null
  birthDate: string | null
}

/** What is known of a person's paper, to be compared with the one in hand; a passport comes apart into country and number. */
export function paperOf({ identity, identityKind, birthDate }: Known): TypedPaper {
  const kind = identityKind ?? 'residentId'
  const [country = '', number = ''] = kind === 'passport' ? (identity ?? '').split('/') : ['', identity ?? '']
  return { kind, number, country, birthDate: birthDate ?? '' }
}

export const isSamePaper = (one: TypedPaper, other: TypedPaper) =>
  one.kind === other.kind &&
  one.number === other.number &&
  one.country === other.country &&
  one.birthDate === other.birthDate

/** The paper as operations take it. */
export const paperInput = ({ kind, number, country, birthDate }: TypedPaper) => ({
  identityKind: kind,
  identityNumber: number,
  ...(kind === 'passport' ? { identityCountry: country } : {}),
  ...(kindsWithoutBirthDate.includes(kind) ? { birthDate } : {}),
})

const options = identityKinds.map((kind) => ({ value: kind, label: kernelTerms[kind].zh }))

interface PaperFieldsProps {
  paper: TypedPaper
  onChange(paper: TypedPaper): void
  /** What is wrong with a field of the operation. */
  errorOf(field: string): string | undefined
}

/** Kind and number of an identity paper; a passport's country too. */
export function PaperFields({ paper, onChange, errorOf }: PaperFieldsProps) {
  const id = useId()
  return (
    <>
      <Labelled id={`${id}kind`} label="证件类型" error={errorOf('identityKind')}>
        <Select
          id={`${id}kind`}
          value={paper.kind}
          options={options}
          onChange={(kind) => onChange({ ...paper, kind })}
        />
      </Labelled>
      <Labelled id={`${id}number`} label="证件号码" hint={identityHints[paper.kind]} error={errorOf('identityNumber')}>
        <Input
          id={`${id}number`}
          value={paper.number}
          required
          autoComplete="off"
          onChange={(event) => onChange({ ...paper, number: event.target.value })}
        />
      </Labelled>
      {paper.kind === 'passport' ? (
        <Labelled id={`${id}country`} label="签发国家或地区" hint="护照上的三个字母" error={errorOf('identityCountry')}>
          <Input
            id={`${id}country`}
            value={paper.country}
            maxLength={3}
            autoComplete="off"
            onChange={(event) => onChange({ ...paper, country: event.target.value })}
          />
        </Labelled>
      ) : null}
      {kindsWithoutBirthDate.includes(paper.kind) ? (
        <Labelled id={`${id}birth`} label="出生日期" hint="照证件填写，例如 1990-03-07" error={errorOf('birthDate')}>
          <Input
            id={`${id}birth`}
            value={paper.birthDate}
            autoComplete="off"
            onChange={(event) => onChange({ ...paper, birthDate: event.target.value })}
          />
        </Labelled>
      ) : null}
    </>
  )
}
