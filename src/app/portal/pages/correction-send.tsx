import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { AskedList } from '../../../web/case/outcome.tsx'
import { PaperCards, PaperProblem, PaperRules } from '../../../web/case/paper-cards.tsx'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { type Posted, readForm } from '../../../web/forms/posted.ts'
import { type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { addPaper, carriesFile, type RefusedPaper, readPaperNews, removePaper } from '../../../web/portal/paper-post.ts'
import { requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Button } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { CorrectionItems } from './components/correction-items.tsx'
import { type CorrectionView, correctionPath, correctionTrail, getEditable } from './components/correction-page.ts'

export const meta = () => pageMeta('上传证明并提交', '附上能说明正确内容的证明，核对以后提交。')

export async function loader(args: LoaderFunctionArgs) {
  return { view: await getEditable(args), news: readPaperNews(args.request) }
}

async function handIn({ context, params }: ActionFunctionArgs, posted: Posted) {
  const input = { id: params.id ?? '', version: Number(posted.values.version) }
  const name = posted.values.intent === 'supply' ? 'correction.supply' : 'correction.submit'
  const outcome = await tryOperation(context, name, input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(correctionPath(input.id), 303)
}

/** Three forms stand on the page: one with a file, one that takes a file out, and the handing in. */
export async function action(args: ActionFunctionArgs) {
  requirePerson(args.context)
  if (carriesFile(args.request)) return addPaper(args, args.params.id ?? '')
  const posted = await readForm(args.request)
  return posted.values.intent === 'removePaper' ? removePaper(args, posted) : handIn(args, posted)
}

/** Which of the page's forms was refused. */
const sortRefusal = (refused: RefusedPaper | RefusedForm | undefined) => ({
  paper: refused && 'kind' in refused ? refused : undefined,
  form: refused && 'values' in refused ? refused : undefined,
})

function HandIn({ view }: { view: CorrectionView }) {
  const supplying = view.state === 'supplement'
  const button = supplying ? '交回补正' : '提交申请'
  const open = view.gaps.length
  return (
    <Card title={supplying ? '都补齐了，交回窗口' : '都对了，提交'}>
      {open > 0 ? (
        <ul className="muted">
          {view.gaps.map((gap) => (
            <li key={`${gap.field}${gap.message}`}>{gap.message}</li>
          ))}
        </ul>
      ) : (
        <p className="muted">
          {supplying ? '交回以后窗口接着核实，时限从停下的地方接着算。' : '提交以后窗口对照证明核实。'}
          核实清楚之前，档案里的内容不变。
        </p>
      )}
      <form method="post">
        <IdempotencyKey />
        <input type="hidden" name="intent" value={supplying ? 'supply' : 'submit'} />
        <input type="hidden" name="version" value={view.version} />
        <Button {...(open > 0 ? { unavailable: `还差 ${open} 项，补齐后才能${button}。` } : {})}>{button}</Button>
      </form>
    </Card>
  )
}

/** The proof, a last look at what is asked for, and the sending. */
export default function CorrectionSendPage() {
  const { view, news } = useLoaderData<typeof loader>()
  const refused = sortRefusal(useActionData<typeof action>())
  return (
    <Page
      title={view.state === 'supplement' ? '补正' : '上传证明并提交'}
      lead="窗口凭证明核实：能说明正确内容的那一页就够，不用多交。"
      trail={correctionTrail(view)}
    >
      <FormProblem refused={refused.form} />
      <PaperProblem papers={view.papers} refused={refused.paper} />
      {view.asked.length > 0 ? <AskedList asked={view.asked} /> : null}
      <section className="stack-tight">
        <h2>要更正的内容</h2>
        <CorrectionItems view={view} />
        <p>
          <a href={correctionPath(view.id, '/fill')}>修改填写的内容</a>
        </p>
      </section>
      <PaperRules />
      <PaperCards papers={view.papers} news={news} refused={refused.paper} />
      <HandIn view={view} />
    </Page>
  )
}
