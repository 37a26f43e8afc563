import type { AskedItem } from '../../../../web/workbench/case/asked-items.ts'
import { loanForms } from '../../schema.ts'
import type { LoanView } from './loan-view.ts'

const titles = Object.assign({}, ...Object.values(loanForms).map((form) => form.properties)) as Readonly<
  Record<string, { title?: string }>
>

const SEPARATOR = /^[^:：]{1,40}[:：]\s*/

/** A gap's own sentence, without the name that stands before it. */
const wordsOf = (message: string) => message.replace(SEPARATOR, '')

function fromGap(gap: LoanView['gaps'][number], papers: LoanView['papers']): AskedItem {
  const paper = papers.find(({ kind }) => gap.field === `papers.${kind}`)
  if (paper) return { key: gap.field, item: paper.zh, says: `请补交，${paper.why}。`, chosen: true }
  const item = titles[gap.field]?.title ?? (gap.field === 'realName' ? '实名信息' : gap.field)
  return { key: gap.field, item, says: `${wordsOf(gap.message)}，请补填。`, chosen: true }
}

/** What a condition that is not known yet to be met suggests; whether it is asked for is the clerk's to say. */
const fromCondition = ({ id, says, howTo }: NonNullable<LoanView['judgement']>['conditions'][number]): AskedItem => ({
  key: `conditions.${id}`,
  item: says.slice(0, 60),
  says: howTo ?? '请提供能证明符合这一条的材料。',
  chosen: false,
})

const fromPaper = ({ kind, zh }: LoanView['papers'][number]): AskedItem => ({
  key: `again.${kind}`,
  item: zh,
  says: '已交的看不清或不完整，请重新拍照上传。',
  chosen: false,
})

/**
 * What the clerk may ask for, to begin with: everything the system finds missing is ticked; what it can't be sure of, and the
 * papers handed in, stand below to be ticked by the clerk.
 */
export function suggestItems({ gaps, papers, judgement }: LoanView): AskedItem[] {
  return [
    ...gaps.map((gap) => fromGap(gap, papers)),
    ...papers
      .filter(
        (paper) => paper.required && paper.files.length === 0 && !gaps.some((gap) => gap.field.endsWith(paper.kind)),
      )
      .map((paper) => ({ key: `papers.${paper.kind}`, item: paper.zh, says: `请补交，${paper.why}。`, chosen: true })),
    ...(judgement?.conditions ?? []).filter((condition) => condition.result !== 'met').map(fromCondition),
    ...papers.filter((paper) => paper.files.length > 0).map(fromPaper),
  ]
}
