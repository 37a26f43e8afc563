import { Input, Select } from 'antd'
import { Refusal } from '../../../kernel/cases/schema.ts'
import { Finding } from '../../../kernel/corrections/schema.ts'
import type { Act, ActFieldsProps, ActForm } from '../case/act.ts'
import { askOnceForm } from '../case/ask-once-form.tsx'
import type { AskedItem } from '../case/asked-items.ts'
import { Labelled } from '../form/labelled.tsx'
import { boundsOf, isShort } from '../form/text-bounds.ts'
import type { CorrectionView } from './correction-view.ts'

const limits = {
  finding: boundsOf(Finding.properties.finding),
  article: boundsOf(Refusal.properties.article),
  reason: boundsOf(Refusal.properties.reason),
  wayOut: boundsOf(Refusal.properties.wayOut),
}

/** What may be asked for: the proof once more, and each item said more clearly. */
const suggest = ({ items, papers }: CorrectionView): AskedItem[] => [
  ...papers.map(({ kind, zh, files }) => ({
    key: `papers.${kind}`,
    item: zh,
    says: files.length > 0 ? '已交的看不清或证明不了，请换一份拍清楚。' : '请补交能说明正确内容的证明。',
    chosen: files.length === 0,
  })),
  ...items.map(({ target, zh }) => ({
    key: target,
    item: zh,
    says: '请写明错在哪里、正确的内容依据什么。',
    chosen: false,
  })),
]

const FINDINGS = [
  '与证件原件核对一致，原登记有误。',
  '与登记机关的证明核对一致，情况有变更。',
  '本人到窗口核对身份后确认。',
]

interface Found {
  finding: string
}

function FindingFields({ value, onChange, errors }: ActFieldsProps<CorrectionView, Found>) {
  return (
    <Labelled
      id="correct-finding"
      label="核实情况"
      hint="对照了什么、结果怎样；不要写姓名和号码"
      error={errors.find(({ field }) => field === 'finding')?.message}
    >
      <Select
        aria-label="常用的核实情况"
        value={null}
        placeholder="选一句常用的，或自己写"
        options={FINDINGS.map((says) => ({ value: says, label: says }))}
        onChange={(finding: string | null) => onChange({ finding: finding ?? '' })}
      />
      <Input.TextArea
        id="correct-finding"
        value={value.finding}
        maxLength={limits.finding.maxLength}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => onChange({ finding: event.target.value })}
      />
    </Labelled>
  )
}

const correctForm: ActForm<CorrectionView, Found> = {
  initial: () => ({ finding: '' }),
  findMissing: ({ finding }) => (isShort(finding, limits.finding) ? ['还没有写核实情况。'] : []),
  toInput: ({ finding }) => ({ finding: finding.trim() }),
  Fields: FindingFields,
}

interface Refused {
  reason: string
  article: string
  wayOut: string
}

/** On what a refusal to correct usually rests. */
const BASES = [
  {
    article: '《中华人民共和国个人信息保护法》第四十六条第二款',
    reason: '核实以后，登记的内容与证件一致，没有错误。',
    wayOut: '证件本身有误的，请先到发证机关更正，再凭新的证件申请。',
  },
  {
    article: '《中华人民共和国个人信息保护法》第四十六条第二款（应当对其个人信息予以核实）',
    reason: '所交的证明不能说明要改成的内容是正确的，无法核实。',
    wayOut: '请带证件原件到窗口，或者补齐发证、登记机关出具的证明后重新申请。',
  },
] as const

function RefuseFields({ value, onChange, errors }: ActFieldsProps<CorrectionView, Refused>) {
  const area = (field: keyof Refused, label: string, hint?: string) => (
    <Labelled
      id={`refuse-${field}`}
      label={label}
      error={errors.find((error) => error.field === field)?.message}
      {...(hint ? { hint } : {})}
    >
      <Input.TextArea
        id={`refuse-${field}`}
        value={value[field]}
        maxLength={limits[field].maxLength}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => onChange({ ...value, [field]: event.target.value })}
      />
    </Labelled>
  )
  return (
    <>
      <Labelled id="refuse-basis" label="常见情形">
        <Select
          id="refuse-basis"
          value={null}
          placeholder="选一种，照实修改；或自己写"
          popupMatchSelectWidth={380}
          placement="bottomRight"
          options={BASES.map(({ reason }, index) => ({ value: index, label: reason }))}
          onChange={(index: number | null) => onChange({ ...value, ...(index === null ? {} : BASES[index]) })}
        />
      </Labelled>
      {area('reason', '不予更正的理由')}
      {area('article', '依据条款', '没有依据条款，不能决定不予更正')}
      {area('wayOut', '申请人可以怎么办', '投诉和起诉的途径，决定书里会写明')}
    </>
  )
}

const refuseForm: ActForm<CorrectionView, Refused> = {
  initial: () => ({ reason: '', article: '', wayOut: '' }),
  findMissing: ({ reason, article, wayOut }) => [
    ...(isShort(reason, limits.reason) ? [`理由至少要 ${limits.reason.minLength} 个字。`] : []),
    ...(isShort(article, limits.article) ? ['还没有写依据条款。'] : []),
    ...(isShort(wayOut, limits.wayOut) ? ['还没有写申请人可以怎么办。'] : []),
  ],
  toInput: ({ reason, article, wayOut }) => ({
    reason: reason.trim(),
    article: article.trim(),
    wayOut: wayOut.trim(),
  }),
  Fields: RefuseFields,
}

/** What staff can do with a correction, the usual way on first; the flow says which of it when. */
export const correctionActs: readonly Act<CorrectionView>[] = [
  { action: 'accept', operation: 'correction.accept', primary: true },
  { action: 'askOnce', operation: 'correction.askOnce', form: askOnceForm(suggest) },
  { action: 'correct', operation: 'correction.correct', form: correctForm, primary: true },
  { action: 'refuse', operation: 'correction.refuse', form: refuseForm },
  { action: 'submit', operation: 'correction.submit' },
  { action: 'supply', operation: 'correction.supply' },
  { action: 'withdraw', operation: 'correction.withdraw' },
]
