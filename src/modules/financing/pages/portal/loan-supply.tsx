import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { CaseSentence } from '../../../../web/case/case-sentence.tsx'
import { AskedList } from '../../../../web/case/outcome.tsx'
import { PaperCards, PaperProblem, PaperRules } from '../../../../web/case/paper-cards.tsx'
import { FormProblem } from '../../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../../web/forms/idempotency-key.tsx'
import { type Posted, readForm } from '../../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../../web/forms/refused-form.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import {
  addPaper,
  carriesFile,
  type RefusedPaper,
  readPaperNews,
  removePaper,
} from '../../../../web/portal/paper-post.ts'
import { requirePerson, tryOperation } from '../../../../web/portal/visit.ts'
import { Button } from '../../../../web/ui/button.tsx'
import { Card } from '../../../../web/ui/card.tsx'
import { getLoanIn, type LoanView, loanPath, loanTrail } from '../components/loan-page.ts'
import { sectionsOf } from '../components/loan-sections.ts'
import { UnsentBand } from '../components/unsent-band.tsx'
import '../components/loan.css'

export const meta = () => pageMeta('补正', '窗口一次性告知的内容，在这里补齐后交回。')

export async function loader(args: LoaderFunctionArgs) {
  return { loan: await getLoanIn('supplement', args), news: readPaperNews(args.request) }
}

async function supply({ context, params }: ActionFunctionArgs, posted: Posted) {
  const input = { id: params.id ?? '', version: Number(posted.values.version) }
  const outcome = await tryOperation(context, 'loan.supply', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(loanPath(input.id), 303)
}

/** Three forms stand on the page: one with a file, one that takes a file out, and the handing back. */
export async function action(args: ActionFunctionArgs) {
  requirePerson(args.context)
  if (carriesFile(args.request)) return addPaper(args, args.params.id ?? '')
  const posted = await readForm(args.request)
  return posted.values.intent === 'removePaper' ? removePaper(args, posted) : supply(args, posted)
}

type Refused = RefusedPaper | RefusedForm | undefined

/** Which of the page's forms was refused. */
const sortRefusal = (refused: Refused) => ({
  paper: refused && 'kind' in refused ? refused : undefined,
  form: refused && 'values' in refused ? refused : undefined,
})

function HandBack({ loan }: { loan: LoanView }) {
  const open = loan.gaps.length
  return (
    <Card title="都补齐了，交回窗口">
      <p className="muted">交回以后窗口接着办，办理时限从停下的地方接着算。</p>
      {open > 0 ? (
        <ul className="muted">
          {loan.gaps.map((gap) => (
            <li key={gap.field}>{gap.message}</li>
          ))}
        </ul>
      ) : null}
      <form method="post">
        <IdempotencyKey />
        <input type="hidden" name="version" value={loan.version} />
        <Button {...(open > 0 ? { unavailable: `还差 ${open} 项，补齐后才能交回。` } : {})}>交回补正</Button>
      </form>
    </Card>
  )
}

/** What the window asked for, all of it, with the places where it is put right. */
export default function LoanSupplyPage() {
  const { loan, news } = useLoaderData<typeof loader>()
  const refused = sortRefusal(useActionData<typeof action>())
  return (
    <Page title="补正" lead="窗口已把要补的内容一次列全，照着补齐，再交回去。" trail={loanTrail(loan)}>
      <UnsentBand loan={loan} />
      <FormProblem refused={refused.form} />
      <PaperProblem papers={loan.papers} refused={refused.paper} />
      <CaseSentence sentence={loan.sentence} overdue={loan.overdue} />
      <AskedList asked={loan.asked} />
      <Card title="要改填写的内容">
        <ul className="list-plain stack-tight">
          {sectionsOf(loan.kind).map((section) => (
            <li key={section.id}>
              <a href={loanPath(loan.id, `/apply/${section.id}`)}>修改{section.title}</a>
            </li>
          ))}
        </ul>
      </Card>
      <h2>要补材料</h2>
      <PaperRules />
      <PaperCards papers={loan.papers} news={news} refused={refused.paper} />
      <HandBack loan={loan} />
    </Page>
  )
}
