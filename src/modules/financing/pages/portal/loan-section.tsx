import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router'
import type { FieldSchemas } from '../../../../kernel/forms/field-schema.ts'
import { formatShort } from '../../../../shared/money.ts'
import { maskIdentity } from '../../../../shared/personal.ts'
import type { Problem } from '../../../../web/api/portal-api.ts'
import { readField, typedFields } from '../../../../web/forms/field-schema.ts'
import { FormProblem } from '../../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../../web/forms/idempotency-key.tsx'
import { type Posted, readForm } from '../../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseFaults, refuseForm } from '../../../../web/forms/refused-form.ts'
import { type FieldWords, SchemaField } from '../../../../web/forms/schema-field.tsx'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { tryOperation } from '../../../../web/portal/visit.ts'
import { Button, Buttons } from '../../../../web/ui/button.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import type { LoanDraft } from '../../schema.ts'
import { getEditableLoan, hubOf, type LoanView, loanPath, loanTrail } from '../components/loan-page.ts'
import { findSection, isBesidePoint, type LoanSection, nextPart, schemasOf } from '../components/loan-sections.ts'
import { UnsentBand } from '../components/unsent-band.tsx'

export const meta = () => pageMeta('填写申请', '创业担保贷款申请：一次只填一件事。')

function getSection(loan: Pick<LoanView, 'kind'>, id: string | undefined): LoanSection {
  const section = findSection(loan.kind, id)
  if (section) return section
  throw data(
    { status: 404, code: 'not-found', title: '申请里没有这一部分', detail: '请回到办件，从任务清单进入。' },
    { status: 404 },
  )
}

export async function loader(args: LoaderFunctionArgs) {
  const loan = await getEditableLoan(args)
  const section = getSection(loan, args.params.section)
  const back = new URL(args.request.url).searchParams.get('back') === 'check'
  return { loan, section: section.id, back }
}

/** The whole draft with a section's answers as they were posted; what was left open is taken out. */
function mergeAnswers(form: LoanDraft, posted: Posted, schemas: FieldSchemas): LoanDraft {
  const answers = Object.entries(schemas).map(([name, schema]) => [name, readField(posted, name, schema)] as const)
  const merged = { ...form, ...Object.fromEntries(answers) } as LoanDraft
  const kept = Object.entries(merged).filter(([name, value]) => {
    const schema = schemas[name]
    return value !== undefined && !(schema && isBesidePoint(schema, merged))
  })
  return Object.fromEntries(kept) as LoanDraft
}

const STALE = 'stale'

/** The operation's refusal in the terms of this page: fields by their own names, and what was typed is still there. */
function explain(problem: Problem): Problem {
  if (problem.code === STALE) {
    return { ...problem, detail: '您刚才填的还在下面，别处填的也补了进来。请核对一遍，再按一次保存。' }
  }
  const errors = problem.errors?.map((error) => ({ ...error, field: error.field.replace(/^form\./, '') }))
  return { ...problem, ...(errors ? { errors } : {}) }
}

/** What stands in the fields: what is known; after a refusal what was typed; after a change elsewhere what was typed over what is known. */
function valuesFor(known: Record<string, string>, refused: RefusedForm | undefined): Record<string, string> {
  if (!refused) return known
  if (refused.problem.code !== STALE) return refused.values
  return { ...known, ...Object.fromEntries(Object.entries(refused.values).filter(([, value]) => value !== '')) }
}

export async function action(args: ActionFunctionArgs) {
  const loan = await getEditableLoan(args)
  const section = getSection(loan, args.params.section)
  const posted = await readForm(args.request)
  const form = mergeAnswers(loan.form, posted, schemasOf(section))
  if (posted.faults.length > 0) return refuseFaults(posted)
  const input = { id: loan.id, version: Number(posted.values.version), form }
  const outcome = await tryOperation(args.context, 'loan.saveDraft', input, { key: posted.key })
  if (!outcome.ok) {
    return refuseForm(posted, { ...outcome, problem: explain(outcome.problem) })
  }
  return redirect(placeAfter(posted.values.go, loan, section))
}

function placeAfter(go: string | undefined, loan: LoanView, section: LoanSection): string {
  if (go === 'check') return loanPath(loan.id, '/check')
  return go === 'next' ? loanPath(loan.id, `/apply/${nextPart(section)}`) : hubOf(loan)
}

/** What the rule allows at most, told before the amount is typed. */
function wordsFor({ judgement }: LoanView, name: string, words: FieldWords): FieldWords {
  const amount = judgement?.limits?.amount
  const months = judgement?.limits?.months
  const most = name === 'requestedAmount' && amount ? `最多 ${formatShort(amount)}。` : ''
  const longest = name === 'requestedMonths' && months ? `最长 ${months} 个月。` : ''
  return most || longest ? { ...words, hint: `${most}${longest}${words.hint ?? ''}` } : words
}

function KnownApplicant({ applicant, id }: { applicant: LoanView['applicant']; id: string }) {
  const href = `/me/real-name?next=${encodeURIComponent(loanPath(id, '/apply/applicant'))}`
  return (
    <Facts
      items={[
        {
          term: '申请人',
          value: applicant.name ?? '还没有填写',
          ...(applicant.name ? {} : { change: { href, says: '填写实名信息' } }),
        },
        { term: '证件号码', value: applicant.identity ? maskIdentity(applicant.identity) : '还没有填写' },
        { term: '联系电话', value: applicant.phone },
      ]}
    />
  )
}

function KnownEnterprise({ applicant: { name, enterprise } }: Pick<LoanView, 'applicant'>) {
  return (
    <Facts
      items={[
        { term: '企业', value: name },
        { term: '统一社会信用代码', value: enterprise?.creditCode },
        { term: '企业类型', value: enterprise?.legalFormLabel },
        { term: '所属行业', value: enterprise?.industryLabel },
      ]}
    />
  )
}

/** Where saving leads: back to where the reader came from, else on to the next part. */
function WaysOn({ back, supplementing }: { back: boolean; supplementing: boolean }) {
  const [go, words] = back ? ['check', '保存并返回核对'] : ['next', '保存并继续']
  return (
    <Buttons>
      {supplementing ? null : (
        <Button name="go" value={go}>
          {words}
        </Button>
      )}
      <Button name="go" value="list" kind={supplementing ? 'primary' : 'plain'}>
        {supplementing ? '保存并返回补正清单' : '保存并返回任务清单'}
      </Button>
    </Buttons>
  )
}

/** One part of the application: its questions, filled in with what is known. */
export default function LoanSectionPage() {
  const { loan, section: id, back } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const section = getSection(loan, id)
  const schemas = schemasOf(section)
  const values = valuesFor(typedFields(schemas, loan.form), refused)
  const errors = errorsByField(refused)
  return (
    <Page
      title={section.title}
      lead={section.lead}
      trail={[...loanTrail(loan), { title: '填写申请', href: hubOf(loan) }]}
    >
      <UnsentBand loan={loan} />
      <FormProblem refused={refused} />
      {id === 'applicant' ? <KnownApplicant applicant={loan.applicant} id={loan.id} /> : null}
      {loan.applicant.enterprise ? <KnownEnterprise applicant={loan.applicant} /> : null}
      <form method="post" className="form">
        <IdempotencyKey />
        <input type="hidden" name="version" value={loan.version} />
        {Object.entries(schemas).map(([name, schema]) => (
          <SchemaField
            key={name}
            name={name}
            schema={schema}
            values={values}
            error={errors[name]}
            errors={errors}
            {...wordsFor(loan, name, section.fields[name as keyof typeof section.fields] ?? {})}
          />
        ))}
        <WaysOn back={back} supplementing={loan.state === 'supplement'} />
      </form>
    </Page>
  )
}
