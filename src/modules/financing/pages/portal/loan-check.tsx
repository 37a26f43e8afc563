import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { PaperLink } from '../../../../web/case/paper-cards.tsx'
import { FormProblem } from '../../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseFaults, refuseForm } from '../../../../web/forms/refused-form.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { tryOperation } from '../../../../web/portal/visit.ts'
import { Banner } from '../../../../web/ui/banner.tsx'
import { Button, Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { Card } from '../../../../web/ui/card.tsx'
import { CheckField } from '../../../../web/ui/check-field.tsx'
import { LoanForm } from '../../schema.ts'
import { fieldHref, LoanAnswers } from '../components/loan-answers.tsx'
import { type Gap, getEditableLoan, hubOf, type LoanView, loanPath, loanTrail } from '../components/loan-page.ts'
import { fieldsOf, sectionsOf } from '../components/loan-sections.ts'
import { UnsentBand } from '../components/unsent-band.tsx'
import '../components/loan.css'

export const meta = () => pageMeta('核对并提交', '提交前把填写的内容从头看一遍。')

const PROMISE = String((LoanForm.properties.truthful as { title?: string }).title)

export async function loader(args: LoaderFunctionArgs) {
  const loan = await getEditableLoan(args)
  if (loan.state === 'supplement') throw redirect(hubOf(loan))
  return { loan }
}

/** The promise is kept with the form first; then all of it is sent. */
export async function action(args: ActionFunctionArgs) {
  const loan = await getEditableLoan(args)
  const posted = await readForm(args.request)
  if (posted.values.truthful !== 'true') {
    return refuseFaults(posted, [
      { field: 'truthful', code: 'required', message: '请先读一读这句承诺，同意的话勾选它，再提交。' },
    ])
  }
  const seen = { id: loan.id, version: Number(posted.values.version) }
  const promise = { ...seen, form: { ...loan.form, truthful: true as const } }
  const saved = await tryOperation(args.context, 'loan.saveDraft', promise, { key: `${posted.key}-promise` })
  if (!saved.ok) return refuseForm(posted, saved)
  const sent = await tryOperation(
    args.context,
    'loan.submit',
    { ...seen, version: saved.output.version },
    { key: posted.key },
  )
  if (!sent.ok) return refuseForm(posted, sent)
  throw redirect(loanPath(loan.id, '/receipt'), 303)
}

/** Where a gap is filled. */
function gapHref({ id, kind }: Pick<LoanView, 'id' | 'kind'>, field: string): string {
  if (field === 'realName') return `/me/real-name?next=${encodeURIComponent(loanPath(id, '/check'))}`
  const paper = /^papers\.(.+)$/.exec(field)?.[1]
  if (paper) return loanPath(id, `/apply/papers#paper-${paper}`)
  const [top] = field.split('.')
  const section = sectionsOf(kind).find((one) => fieldsOf(one).some((known) => known === top))
  return section ? fieldHref(id, section, field) : loanPath(id, '/apply')
}

function GapList({ loan, gaps }: { loan: LoanView; gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null
  return (
    <Banner kind="warn" title={`还差 ${gaps.length} 项，补齐后就能提交`}>
      <ul className="banner__list">
        {gaps.map((gap) => (
          <li key={gap.field}>
            <a href={gapHref(loan, gap.field)}>{gap.message}</a>
          </li>
        ))}
      </ul>
    </Banner>
  )
}

function PapersRead({ papers }: Pick<LoanView, 'papers'>) {
  const shown = papers.filter((paper) => paper.required || paper.files.length > 0)
  return (
    <dl className="facts">
      {shown.map((paper) => (
        <div className="facts__row" key={paper.kind}>
          <dt>{paper.zh}</dt>
          <dd>
            {paper.files.length === 0 ? <span className="missing">还没有上传</span> : null}
            {paper.files.map((file) => (
              <p key={file.id}>
                <PaperLink file={file} />
              </p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function SubmitForm({ version, open, refused }: { version: number; open: number; refused: RefusedForm | undefined }) {
  return (
    <form method="post" className="form" noValidate>
      <IdempotencyKey />
      <input type="hidden" name="version" value={version} />
      <CheckField
        label={PROMISE}
        name="truthful"
        defaultValue={refused?.values.truthful}
        error={errorsByField(refused).truthful}
      />
      <p>
        提交即表示您同意为办理这笔贷款<a href="/consents/sharing">向担保机构、经办银行和财政部门提供申请资料</a>
        。以后可以在“我的同意”里撤回。
      </p>
      <p className="muted">提交后内容就交给窗口，不能自己修改。您会拿到一张回执，写明由谁在哪一天前答复。</p>
      <Button {...(open > 0 ? { unavailable: `前面还差 ${open} 项，补齐后才能提交。` } : {})}>提交申请</Button>
    </form>
  )
}

/** Everything that was typed, read over once before it is sent; what is missing stands at its head, all of it. */
export default function LoanCheckPage() {
  const { loan } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const gaps = loan.gaps.filter((gap) => gap.field !== 'truthful')
  return (
    <Page
      title="核对并提交"
      lead="从头看一遍。要改哪一项，按它旁边的链接。"
      trail={[...loanTrail(loan), { title: '填写申请', href: hubOf(loan) }]}
    >
      <UnsentBand loan={loan} />
      <FormProblem refused={refused} />
      <GapList loan={loan} gaps={gaps} />
      {sectionsOf(loan.kind).map((section) => (
        <Card key={section.id} title={section.title}>
          <LoanAnswers loan={loan} section={section} editable />
        </Card>
      ))}
      <Card title="材料" aside={<a href={loanPath(loan.id, '/apply/papers')}>增减材料</a>}>
        <PapersRead papers={loan.papers} />
      </Card>
      <Card title="承诺">
        <SubmitForm version={loan.version} open={gaps.length} refused={refused} />
      </Card>
      <Buttons>
        <LinkButton kind="plain" href={hubOf(loan)}>
          先不提交，返回任务清单
        </LinkButton>
      </Buttons>
    </Page>
  )
}
