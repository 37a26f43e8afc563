import { Input } from 'antd'
import type { FieldSchemas } from '../../../../kernel/forms/field-schema.ts'
import { formatShort } from '../../../../shared/money.ts'
import { typedFields } from '../../../../web/forms/field-schema.ts'
import type { ActFieldsProps, ActForm } from '../../../../web/workbench/case/act.ts'
import { Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { SchemaField } from '../../../../web/workbench/form/schema-field.tsx'
import { boundsOf, isShort } from '../../../../web/workbench/form/text-bounds.ts'
import { readTyped, type Typed } from '../../../../web/workbench/form/typed-form.ts'
import { Recommendation } from '../../schema.ts'
import type { LoanView } from './loan-view.ts'

const schemas = Recommendation.properties as unknown as FieldSchemas
const opinion = boundsOf(Recommendation.properties.opinion)

const least = (...figures: (number | undefined)[]) => Math.min(...figures.filter((figure) => figure !== undefined))

/** Begins with what was asked for, or the rule's limit where that is less. */
function initial({ form, judgement }: LoanView): Typed {
  const limits = judgement?.limits
  const amount = least(form.requestedAmount, limits?.amount)
  const months = least(form.requestedMonths, limits?.months)
  return {
    ...typedFields(schemas, {
      amount: Number.isFinite(amount) ? amount : undefined,
      months: Number.isFinite(months) ? months : undefined,
    }),
    opinion: '',
  }
}

function findMissing(typed: Typed, { judgement }: LoanView): string[] {
  const { values, faults } = readTyped(schemas, typed)
  const { amount, months } = values as { amount?: number; months?: number }
  const limits = judgement?.limits
  return [
    ...(judgement && judgement.result !== 'met'
      ? ['资格条件还没有全部符合，不能推荐：先核实，或驳回并说明理由。']
      : []),
    ...Object.values(faults),
    ...(amount === undefined && !faults.amount ? ['还没有填推荐金额。'] : []),
    ...(amount !== undefined && limits?.amount !== undefined && amount > limits.amount
      ? [`推荐金额不能超过 ${formatShort(limits.amount)}。`]
      : []),
    ...(months === undefined && !faults.months ? ['还没有填推荐期限。'] : []),
    ...(months !== undefined && limits?.months !== undefined && months > limits.months
      ? [`推荐期限不能超过 ${limits.months} 个月。`]
      : []),
    ...(isShort(typed.opinion ?? '', opinion) ? [`审核意见至少要 ${opinion.minLength} 个字。`] : []),
  ]
}

function RecommendFields({ view, value, onChange, errors }: ActFieldsProps<LoanView, Typed>) {
  const limits = view.judgement?.limits
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message
  const onTyped = (changed: Typed) => onChange({ ...value, ...changed })
  const hints = {
    amount: limits?.amount === undefined ? undefined : `最高 ${formatShort(limits.amount)}`,
    months: limits?.months === undefined ? undefined : `最长 ${limits.months} 个月`,
  }
  return (
    <>
      {(['amount', 'months'] as const).map((name) => (
        <SchemaField
          key={name}
          name={name}
          schema={schemas[name] ?? {}}
          typed={value}
          onTyped={onTyped}
          hint={hints[name]}
          error={errorOf(name)}
        />
      ))}
      <Labelled id="recommend-opinion" label="审核意见" error={errorOf('opinion')}>
        <Input.TextArea
          id="recommend-opinion"
          value={value.opinion ?? ''}
          maxLength={opinion.maxLength}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => onTyped({ opinion: event.target.value })}
        />
      </Labelled>
    </>
  )
}

/** 审核推荐: amount and term within the rule's limits, and the opinion. */
export const recommendForm: ActForm<LoanView, Typed> = {
  initial,
  findMissing,
  toInput: (typed) => ({ ...readTyped(schemas, typed).values, opinion: (typed.opinion ?? '').trim() }),
  Fields: RecommendFields,
}
