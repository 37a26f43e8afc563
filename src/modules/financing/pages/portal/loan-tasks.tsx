import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { type Task, TaskList } from '../../../../web/ui/task-list.tsx'
import { type Gap, getEditableLoan, hubOf, type LoanView, loanPath, loanTrail } from '../components/loan-page.ts'
import { fieldsOf, type LoanSection, labelOf, sectionsOf } from '../components/loan-sections.ts'
import { UnsentBand } from '../components/unsent-band.tsx'

export const meta = () => pageMeta('填写申请', '创业担保贷款申请：按步骤填写，随时离开，回来接着填。')

export async function loader(args: LoaderFunctionArgs) {
  const loan = await getEditableLoan(args)
  if (loan.state === 'supplement') throw redirect(hubOf(loan))
  return { loan }
}

/** What is missing, unless that is nearly everything. */
const sayMissing = (missing: readonly string[], of: number) =>
  missing.length > 0 && missing.length < of ? `还差：${missing.join('、')}` : undefined

const missingIn = (section: LoanSection, gaps: readonly Gap[]) =>
  fieldsOf(section).filter((field) => gaps.some((gap) => gap.field.split('.')[0] === field))

function sectionTask(loan: LoanView, section: LoanSection): Task {
  const missing = missingIn(section, loan.gaps).map((field) => labelOf(section, field))
  return {
    title: section.title,
    href: loanPath(loan.id, `/apply/${section.id}`),
    state: missing.length > 0 ? 'todo' : 'done',
    says: sayMissing(missing, fieldsOf(section).length),
  }
}

function papersTask({ id, papers }: LoanView): Task {
  const missing = papers.filter((paper) => paper.required && paper.files.length === 0)
  return {
    title: '材料',
    href: loanPath(id, '/apply/papers'),
    ...(missing.length > 0
      ? { state: 'todo', word: '待上传', says: `还差：${missing.map((paper) => paper.zh).join('、')}` }
      : { state: 'done', word: '已上传' }),
  }
}

function realNameTasks({ id, gaps }: LoanView): Task[] {
  if (!gaps.some((gap) => gap.field === 'realName')) return []
  const href = `/me/real-name?next=${encodeURIComponent(loanPath(id, '/apply'))}`
  return [{ title: '实名信息', href, state: 'todo', says: '还差：姓名和证件号码' }]
}

function checkTask({ id, gaps }: LoanView): Task {
  const open = gaps.filter((gap) => gap.field !== 'truthful').length
  const says = open > 0 ? `前面还差 ${open} 项，填齐后才能提交` : '都填好了，核对一遍就可以提交'
  return { title: '核对并提交', href: loanPath(id, '/check'), state: 'todo', word: '待提交', says }
}

/** The parts of an application in order, each with its state; it survives leaving. */
export default function LoanTasksPage() {
  const { loan } = useLoaderData<typeof loader>()
  const parts = [
    ...realNameTasks(loan),
    ...sectionsOf(loan.kind).map((section) => sectionTask(loan, section)),
    papersTask(loan),
  ]
  return (
    <Page
      title="填写创业担保贷款申请"
      lead={`经营所在地：${loan.divisionName}。分几步填写，每一步保存后都可以离开，下次从这里接着来。`}
      trail={loanTrail(loan)}
    >
      <UnsentBand loan={loan} />
      <TaskList items={[...parts, checkTask(loan)]} />
    </Page>
  )
}
