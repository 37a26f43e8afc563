import { type ActionFunctionArgs, data, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router'
import type { FieldSchema } from '../../../../kernel/forms/field-schema.ts'
import { formatShort } from '../../../../shared/money.ts'
import type { Output, Problem } from '../../../../web/api/portal-api.ts'
import { ConditionList } from '../../../../web/case/condition-list.tsx'
import { readField } from '../../../../web/forms/field-schema.ts'
import { FormProblem } from '../../../../web/forms/form-problem.tsx'
import { readForm } from '../../../../web/forms/posted.ts'
import { errorsByField } from '../../../../web/forms/refused-form.ts'
import { SchemaField } from '../../../../web/forms/schema-field.tsx'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { callOperation, tryOperation } from '../../../../web/portal/visit.ts'
import { Banner } from '../../../../web/ui/banner.tsx'
import { Button, Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { fieldId } from '../../../../web/ui/field.tsx'
import { Alternatives } from '../components/alternatives.tsx'
import { KindLinks, PlaceFilter, readKindAndPlace } from '../components/kind-and-place.tsx'
import { RuleInWords } from '../components/rule-in-words.tsx'
import '../components/loan.css'

export const meta = () =>
  pageMeta('看我合不合条件：创业担保贷款', '回答几个问题，逐条告诉您符不符合、差在哪里、怎么办。不用登录，回答不保存。')

const SERVICE = 'guaranteed-loan'

type Question = Output<'eligibility.get'>['questions'][number]
type Judgement = Output<'eligibility.check'>

export async function loader({ request, context }: LoaderFunctionArgs) {
  const where = readKindAndPlace(request)
  const [check, guide] = await Promise.all([
    callOperation(context, 'eligibility.get', { service: SERVICE, ...where }),
    callOperation(context, 'loan.getGuide', where),
  ])
  const { kind, division, localPlaces } = guide
  return { check, place: { kind, division, localPlaces } }
}

const unitWords: Record<string, string> = {
  months: '个月',
  times: '次',
  people: '人',
  years: '年',
  age: '周岁',
  days: '天',
}
const types: Record<Question['type'], Pick<FieldSchema, 'type' | 'x-kind'>> = {
  text: { type: 'string' },
  date: { type: 'string', 'x-kind': 'date' },
  fen: { type: 'integer', 'x-kind': 'fen' },
  boolean: { type: 'boolean' },
  number: { type: 'integer' },
  choice: { type: 'string' },
  choices: { type: 'array' },
}

/** A question as a field of a form. */
const schemaOf = ({ question, type, options, unit, none }: Question): FieldSchema => ({
  title: question,
  ...types[type],
  ...(options ? { 'x-options': options } : {}),
  ...(unit && unitWords[unit] ? { 'x-unit': unitWords[unit] } : {}),
  ...(none ? { 'x-none': none } : {}),
})

/** The questions in the order of a conversation; those that no group names come last, so that none is lost. */
const groups: readonly { title: string; keys: readonly string[] }[] = [
  { title: '您本人', keys: ['applicant.group', 'applicant.birthDate'] },
  { title: '您的生意', keys: ['business.registered', 'business.kind'] },
  {
    title: '您的企业',
    keys: [
      'enterprise.legalForm',
      'enterprise.industry',
      'enterprise.staff',
      'enterprise.revenue',
      'enterprise.assets',
    ],
  },
  {
    title: '合伙人和用工',
    keys: ['partners.eligibleCount', 'enterprise.newHires', 'enterprise.longContracts', 'loan.jobs'],
  },
  { title: '这次想贷的', keys: ['loan.requestedAmount', 'loan.requestedMonths'] },
]

function groupQuestions(questions: readonly Question[]) {
  const named = groups.map(({ title, keys }) => ({
    title,
    questions: keys.flatMap((key) => questions.filter((question) => question.key === key)),
  }))
  const grouped = new Set(groups.flatMap(({ keys }) => keys))
  const others = { title: '以前的贷款和信用', questions: questions.filter(({ key }) => !grouped.has(key)) }
  return [...named, others].filter((group) => group.questions.length > 0)
}

interface Answered {
  values: Record<string, string>
  judgement?: Judgement
  problem?: Problem
}

/** The answers come in the body, so that they stand in no address and no log, and go out again with the page; none are kept. */
export async function action({ request, context }: ActionFunctionArgs) {
  const posted = await readForm(request)
  const where = readKindAndPlace(request)
  const { questions } = await callOperation(context, 'eligibility.get', { service: SERVICE, ...where })
  const read = questions.map((question) => [question.key, readField(posted, question.key, schemaOf(question))] as const)
  const refuse = (problem: Problem) => data<Answered>({ values: posted.values, problem }, { status: problem.status })
  if (posted.faults.length > 0) {
    return refuse({ status: 422, code: 'invalid', title: '有几处需要改一下', errors: posted.faults })
  }
  const answers = Object.fromEntries(read.filter(([, value]) => value !== undefined))
  const outcome = await tryOperation(context, 'eligibility.check', { service: SERVICE, ...where, answers })
  if (!outcome.ok) return refuse(outcome.problem)
  return data<Answered>({ values: posted.values, judgement: outcome.output })
}

const verdicts = {
  met: { kind: 'good', title: '按您的回答，符合申请条件' },
  unmet: { kind: 'bad', title: '按您的回答，现在还不符合申请条件' },
  unknown: { kind: 'info', title: '还差一点信息，暂时不能下结论' },
} as const

function limitsInWords({ limits }: Judgement): string {
  const amount = limits?.amount === undefined ? '' : `最多可以贷 ${formatShort(limits.amount)}`
  const months = limits?.months === undefined ? '' : `最长 ${limits.months} 个月`
  return [amount, months].filter(Boolean).join('，')
}

function NextQuestions({ judgement, questions }: { judgement: Judgement; questions: readonly Question[] }) {
  const open = judgement.missing.flatMap((zh) => questions.filter((question) => question.zh === zh))
  if (judgement.result !== 'unknown' || open.length === 0) return null
  return (
    <>
      <p>再回答这几个问题就能知道：</p>
      <ul>
        {open.map(({ key, question }) => (
          <li key={key}>
            <a href={`#${fieldId(key)}`}>{question}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

function WhatNext({ result }: Pick<Judgement, 'result'>) {
  if (result === 'unmet') {
    return (
      <Buttons>
        <LinkButton kind="plain" href="/windows">
          找窗口问一问
        </LinkButton>
        <LinkButton kind="plain" href="/policies">
          看看别的政策
        </LinkButton>
      </Buttons>
    )
  }
  return (
    <Buttons>
      {result === 'met' ? <LinkButton href="/loans/new">开始办理</LinkButton> : null}
      <LinkButton kind="plain" href="/services/guaranteed-loan">
        看办事指南
      </LinkButton>
    </Buttons>
  )
}

function Result({ judgement, questions }: { judgement: Judgement; questions: readonly Question[] }) {
  const { kind, title } = verdicts[judgement.result]
  return (
    <section className="stack" aria-label="自测结果">
      <Banner kind={kind} title={title} announce>
        {judgement.result === 'met' ? <p>{limitsInWords(judgement)}。以窗口受理、审核的结果为准。</p> : null}
        {judgement.result === 'unmet' ? <p>下面逐条写了差在哪里、可以怎么办。改好以后随时再来查。</p> : null}
        <NextQuestions judgement={judgement} questions={questions} />
      </Banner>
      {judgement.local ? <p className="muted">按{judgement.local}判定。</p> : null}
      <Alternatives alternatives={judgement.alternatives} />
      <WhatNext result={judgement.result} />
      <h2>逐条看</h2>
      <ConditionList conditions={judgement.conditions} unfolded={judgement.result} />
      {judgement.uncertain.length > 0 ? (
        <Banner kind="warn" title="有些标准各地不同，或还没有核实到原文">
          <p>上面写着“尚未核实”“以当地公布为准”的，请先向当地窗口问清楚，再作打算。</p>
        </Banner>
      ) : null}
    </section>
  )
}

/** More choices than this are folded away. */
const MOST_IN_SIGHT = 12

interface QuestionsProps {
  questions: readonly Question[]
  values: Record<string, string>
  errors: Record<string, string>
}

function Questions({ questions, values, errors }: QuestionsProps) {
  return groupQuestions(questions).map((group) => (
    <section className="form" key={group.title}>
      <h2>{group.title}</h2>
      {group.questions.map((question) => (
        <SchemaField
          key={question.key}
          name={question.key}
          schema={schemaOf(question)}
          values={values}
          error={errors[question.key]}
          folded={(question.options?.length ?? 0) > MOST_IN_SIGHT}
          {...(question.type === 'boolean' || question.type === 'choice' ? { open: '不清楚' } : {})}
        />
      ))}
    </section>
  ))
}

/** Whether the loan fits, condition by condition, without an account; nothing is stored. */
export default function LoanEligibilityPage() {
  const { check, place } = useLoaderData<typeof loader>()
  const answered = useActionData<typeof action>()
  const { values = {}, judgement, problem } = answered ?? {}
  const refused = problem && { values, problem }
  const form = (
    <form method="post" className="form" noValidate>
      <Questions questions={check.questions} values={values} errors={errorsByField(refused)} />
      <Button>{judgement ? '再查一次' : '查看结果'}</Button>
    </form>
  )
  return (
    <Page
      title="看我合不合条件"
      lead="创业担保贷款。不用登录，您的回答只用来算这一次结果，不保存，也不会有人联系您。不清楚的可以空着。"
      trail={[{ title: '创业担保贷款', href: '/services/guaranteed-loan' }]}
    >
      <KindLinks kind={check.kind} path="/eligibility/guaranteed-loan" />
      <PlaceFilter {...place} />
      {judgement ? <Result judgement={judgement} questions={check.questions} /> : null}
      <FormProblem refused={refused} />
      {judgement ? (
        <details open={judgement.result === 'unknown'}>
          <summary>改一改回答，再查一次</summary>
          {form}
        </details>
      ) : (
        form
      )}
      <section className="stack-tight">
        <h2>条件是这样写的</h2>
        <RuleInWords rule={check.rule} />
      </section>
    </Page>
  )
}
