import { Input, Select } from 'antd'
import type { ActFieldsProps, ActForm } from '../../../../web/workbench/case/act.ts'
import type { JudgedCondition } from '../../../../web/workbench/case/case-view.ts'
import { Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { boundsOf, isShort } from '../../../../web/workbench/form/text-bounds.ts'
import { Refusal } from '../../schema.ts'
import type { LoanView } from './loan-view.ts'

interface Rejection {
  /** Id of the condition whose article it rests on; `own` for one that is written here. */
  basis: string
  article: string
  reason: string
  wayOut: string
}

const OWN = 'own'
const limits = {
  article: boundsOf(Refusal.properties.article),
  reason: boundsOf(Refusal.properties.reason),
  wayOut: boundsOf(Refusal.properties.wayOut),
}

const conditionsOf = (view: LoanView) => view.judgement?.conditions ?? []

/** The conditions that are not met come first: they are what a refusal usually rests on. */
function basisOptions(view: LoanView) {
  const group = (label: string, conditions: readonly JudgedCondition[]) =>
    conditions.length > 0
      ? [
          {
            label,
            options: conditions.map(({ id, says, articleText }) => ({ value: id, label: says, title: articleText })),
          },
        ]
      : []
  const conditions = conditionsOf(view)
  return [
    ...group(
      '不符合的条件',
      conditions.filter((one) => one.result === 'unmet'),
    ),
    ...group(
      '其他条件',
      conditions.filter((one) => one.result !== 'unmet'),
    ),
    { label: '其他依据', options: [{ value: OWN, label: '自己填写依据条款', title: '' }] },
  ]
}

/** Taking a condition as the basis fills in its article, and what is still empty of reason and way out. */
function restOn(view: LoanView, value: Rejection, basis: string): Rejection {
  const condition = conditionsOf(view).find((one) => one.id === basis)
  if (!condition) return { ...value, basis, article: '' }
  const unmet = condition.result === 'unmet'
  return {
    basis,
    article: condition.articleText,
    reason: value.reason || (unmet ? `${condition.says}。${condition.why}。` : ''),
    wayOut: value.wayOut || (condition.howTo ?? ''),
  }
}

function RejectFields({ view, value, onChange, errors }: ActFieldsProps<LoanView, Rejection>) {
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <>
      <Labelled id="reject-basis" label="依据哪一条">
        <Select
          id="reject-basis"
          value={value.basis || null}
          placeholder="从资格条件里选，或自己填写"
          popupMatchSelectWidth={380}
          placement="bottomRight"
          options={basisOptions(view)}
          onChange={(basis) => onChange(restOn(view, value, basis))}
        />
      </Labelled>
      <Labelled id="reject-article" label="依据条款" hint="没有依据条款，不能驳回" error={errorOf('article')}>
        <Input.TextArea
          id="reject-article"
          value={value.article}
          readOnly={value.basis !== OWN}
          maxLength={limits.article.maxLength}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(event) => onChange({ ...value, article: event.target.value })}
        />
      </Labelled>
      <Labelled id="reject-reason" label="驳回理由" error={errorOf('reason')}>
        <Input.TextArea
          id="reject-reason"
          value={value.reason}
          maxLength={limits.reason.maxLength}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => onChange({ ...value, reason: event.target.value })}
        />
      </Labelled>
      <Labelled
        id="reject-way"
        label="申请人可以怎么办"
        hint="写清楚下一步、找谁、到什么时候"
        error={errorOf('wayOut')}
      >
        <Input.TextArea
          id="reject-way"
          value={value.wayOut}
          maxLength={limits.wayOut.maxLength}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={(event) => onChange({ ...value, wayOut: event.target.value })}
        />
      </Labelled>
    </>
  )
}

/** 驳回: reason, article and way out; none of the three may be missing. */
export const rejectForm: ActForm<LoanView, Rejection> = {
  initial: (view) => {
    const nothing = { basis: '', article: '', reason: '', wayOut: '' }
    const unmet = conditionsOf(view).find((one) => one.result === 'unmet')
    return unmet ? restOn(view, nothing, unmet.id) : nothing
  },
  findMissing: ({ article, reason, wayOut }) => [
    ...(isShort(article, limits.article) ? ['还没有写依据条款，不能驳回。'] : []),
    ...(isShort(reason, limits.reason) ? [`驳回理由至少要 ${limits.reason.minLength} 个字。`] : []),
    ...(isShort(wayOut, limits.wayOut) ? ['还没有写申请人可以怎么办。'] : []),
  ],
  toInput: ({ article, reason, wayOut }) => ({
    article: article.trim(),
    reason: reason.trim(),
    wayOut: wayOut.trim(),
  }),
  Fields: RejectFields,
}
