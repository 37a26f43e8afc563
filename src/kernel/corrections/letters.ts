import type { Static } from 'typebox'
import { formatDay } from '../../shared/dates.ts'
import type { Gaps, Refusal } from '../cases/schema.ts'
import {
  defineLetters,
  type LetterKind,
  type LetterSubject,
  paragraph,
  type ServiceLetters,
} from '../letters/definition.ts'
import type { LetterBlock } from '../letters/schema.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { correctionFlow } from './flow.ts'
import { readForm } from './form.ts'
import { findFormer } from './former.ts'
import { maskSaid } from './known.ts'
import { sayRight } from './read-right.ts'
import type { Finding } from './schema.ts'
import { targetNamed } from './targets.ts'

/** One of the data: what it is, what it was before (once corrected), what it should say; numbers partly hidden. */
interface Line {
  zh: string
  before: string | null
  right: string
}

type Subject = LetterSubject<readonly Line[]>

const request = ({ submittedOn }: Subject): string =>
  `您${submittedOn ? `于${formatDay(submittedOn)}` : ''}提出的个人信息更正申请`

const headFacts = ({ applicant, caseNumber, identity, facts }: Subject) => [
  { term: '办件编号', value: caseNumber },
  { term: '申请人', value: identity ? `${applicant}（${identity}）` : applicant },
  { term: '要更正的项目', value: facts.map(({ zh }) => zh).join('、') },
]

const acceptance: LetterKind<readonly Line[]> = {
  series: '更受',
  decision: false,
  compose: (subject) => [
    paragraph(`${request(subject)}，经审查，材料齐全，现予受理。`),
    {
      block: 'facts',
      items: [
        ...headFacts(subject),
        { term: '受理日期', value: formatDay(subject.issuedOn) },
        ...(subject.dueOn
          ? [{ term: '答复时限', value: `${subject.limitDays} 个工作日，至${formatDay(subject.dueOn)}` }]
          : []),
      ],
    },
    paragraph('我们将依照《中华人民共和国个人信息保护法》第四十六条核实，并把结果书面告知您。'),
  ],
}

const gapsTable = ({ detail }: Subject): LetterBlock => ({
  block: 'table',
  head: ['序号', '补正事项', '怎么补'],
  widths: [8, 26, 66],
  rows: (detail as Static<typeof Gaps>).gaps.map(({ item, says }, index) => [String(index + 1), item, says]),
})

const supplement: LetterKind<readonly Line[]> = {
  series: '更补',
  decision: false,
  compose: (subject) => [
    paragraph(`${request(subject)}（${subject.caseNumber}），还有以下内容需要补正，现一次性全部告知您：`),
    gapsTable(subject),
    paragraph(
      subject.dueOn
        ? `请在${formatDay(subject.dueOn)}前补齐，在启创公共创业服务平台的办件页面交回，或者送到${subject.office.name}。`
        : `请补齐后在启创公共创业服务平台的办件页面交回，或者送到${subject.office.name}。`,
    ),
    paragraph('补正所用的时间不计入答复时限。'),
  ],
}

const notice: LetterKind<readonly Line[]> = {
  series: '更告',
  decision: false,
  compose: (subject) => [
    paragraph(`${request(subject)}，经核实确实有误，已依照《中华人民共和国个人信息保护法》第四十六条更正如下：`),
    {
      block: 'table',
      head: ['项目', '更正前', '更正后'],
      widths: [22, 39, 39],
      rows: subject.facts.map(({ zh, before, right }) => [zh, before ?? '没有登记', right]),
    },
    {
      block: 'facts',
      items: [
        { term: '办件编号', value: subject.caseNumber },
        { term: '核实情况', value: (subject.detail as Static<typeof Finding>).finding },
        { term: '更正日期', value: formatDay(subject.issuedOn) },
      ],
    },
    paragraph('更正前的内容加密保存，您在“我的档案”里可以看到。以后办事按更正后的内容办理；以前办结的事不因此改变。'),
    paragraph('证件号码、手机号在本文书里隐去一部分。不是您本人申请的，请马上联系我们。'),
  ],
}

const refusal: LetterKind<readonly Line[]> = {
  series: '更不',
  decision: true,
  compose: (subject) => {
    const { reason, article, wayOut } = subject.detail as Static<typeof Refusal>
    return [
      paragraph(`${request(subject)}，经核实，现决定不予更正。`),
      {
        block: 'facts',
        items: [
          ...headFacts(subject),
          { term: '理由', value: reason },
          { term: '依据', value: article },
          { term: '您可以怎么办', value: wayOut },
        ],
      },
      paragraph(
        '认为应当更正的，您可以依照《中华人民共和国个人信息保护法》第六十五条，向履行个人信息保护职责的部门投诉；也可以依照第五十条，向人民法院提起诉讼。',
      ),
    ]
  },
}

const withdrawal: LetterKind<readonly Line[]> = {
  series: '更撤',
  decision: false,
  compose: (subject) => [
    paragraph(`${request(subject)}，已按您的意愿于${formatDay(subject.issuedOn)}撤回，档案没有改动。`),
    { block: 'facts', items: headFacts(subject) },
    paragraph('撤回不影响您以后重新申请。'),
  ],
}

/** A name stands in full in a letter, as in its address; numbers are partly hidden. */
const sayInLetter = (target: string, said: string): string => (target === 'name' ? said : maskSaid(target, said))

/** The letters (文书) of corrections; `facts` has the words of every module's facts. */
export const correctionLetters = (facts: FactDictionary): ServiceLetters =>
  defineLetters<readonly Line[]>(correctionFlow, {
    async read(ctx, tx, step) {
      const form = await readForm(ctx, tx, step.case.id)
      const former = await findFormer(tx, ctx.platform, facts, { caseId: step.case.id })
      return form.items.map((item) => {
        const before = former.find(({ target }) => target === item.target)?.before
        return {
          zh: targetNamed(facts, item.target)?.zh ?? item.target,
          before: before ? sayInLetter(item.target, before) : null,
          right: sayInLetter(item.target, sayRight(item, facts) ?? ''),
        }
      })
    },
    kinds: {
      acceptanceNotice: acceptance,
      supplementNotice: supplement,
      correctionNotice: notice,
      correctionRefusal: refusal,
      withdrawalConfirmation: withdrawal,
    },
  })
