import { type ActionFunctionArgs, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router'
import { PaperCards, PaperProblem, PaperRules } from '../../../../web/case/paper-cards.tsx'
import { readForm } from '../../../../web/forms/posted.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { addPaper, carriesFile, readPaperNews, removePaper } from '../../../../web/portal/paper-post.ts'
import { requirePerson } from '../../../../web/portal/visit.ts'
import { Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { getEditableLoan, hubOf, loanPath, loanTrail } from '../components/loan-page.ts'
import { UnsentBand } from '../components/unsent-band.tsx'
import '../components/loan.css'

export const meta = () => pageMeta('上传材料', '创业担保贷款申请要交的材料，拍照上传就可以。')

export async function loader(args: LoaderFunctionArgs) {
  return { loan: await getEditableLoan(args), news: readPaperNews(args.request) }
}

export async function action(args: ActionFunctionArgs) {
  requirePerson(args.context)
  return carriesFile(args.request)
    ? addPaper(args, args.params.id ?? '')
    : removePaper(args, await readForm(args.request))
}

/** The papers that this application calls for: the list follows what was filled in. */
export default function LoanPapersPage() {
  const { loan, news } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const supplementing = loan.state === 'supplement'
  return (
    <Page
      title="材料"
      lead="这里只列您这一件要交的材料，每份都写明为什么要。"
      trail={[...loanTrail(loan), { title: '填写申请', href: hubOf(loan) }]}
    >
      <UnsentBand loan={loan} />
      <PaperProblem papers={loan.papers} refused={refused} />
      <PaperRules />
      <PaperCards papers={loan.papers} news={news} refused={refused} />
      <Buttons>
        {supplementing ? null : <LinkButton href={loanPath(loan.id, '/check')}>去核对</LinkButton>}
        <LinkButton kind={supplementing ? 'primary' : 'plain'} href={hubOf(loan)}>
          {supplementing ? '返回补正清单' : '返回任务清单'}
        </LinkButton>
      </Buttons>
    </Page>
  )
}
