import { formatInstant } from '../../shared/dates.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { LetterBlock } from '../letters/schema.ts'
import type { Copy } from './copy-content.ts'

const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const says = (instant: string) => formatInstant(new Date(instant))

const table = (title: string, header: readonly string[], rows: readonly (readonly string[])[]) => {
  const line = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  const body = rows.map((row) => line(row, 'td')).join('\n')
  return `<h2>${title}</h2>\n${rows.length > 0 ? `<table>${line(header, 'th')}\n${body}</table>` : '<p>没有。</p>'}`
}

const results = { met: '符合', unmet: '不符合', unknown: '还缺信息' } as const

const text = (value: string | null) => escapeText(value ?? '未登记')

/** Who they are, what is known of them, and what that was before corrections. */
const whoTables = (copy: Copy): string[] => [
  table(
    '身份信息',
    ['项目', '内容'],
    [
      ['姓名', text(copy.name)],
      ['手机号', text(copy.phone)],
      ['证件类型', text(copy.identityKind ? kernelTerms[copy.identityKind].zh : null)],
      ['证件号码', text(copy.identity)],
      ['所在地区', text(copy.divisionName)],
    ],
  ),
  table(
    '已知情况',
    ['情况', '内容', '来源', '登记时间', '判定时用过'],
    copy.facts.map((fact) => [
      escapeText(fact.zh),
      escapeText(fact.says),
      kernelTerms[fact.source].zh,
      says(fact.recordedAt),
      `${fact.timesUsed} 次`,
    ]),
  ),
  table(
    '更正前的内容',
    ['项目', '更正前', '更正时间', '办件'],
    copy.former.map((one) => [escapeText(one.zh), escapeText(one.before), says(one.replacedAt), one.caseNumber ?? '']),
  ),
  table(
    '登录账号',
    ['手机号', '开通时间'],
    copy.accounts.map((account) => [text(account.phone), says(account.since)]),
  ),
]

const paperLink = ({ entry, name }: Copy['papers'][number]) =>
  `<a href="${entry}" download="${escapeText(name)}">${escapeText(name)}</a>`

/** What was done for them: cases with what was filled in, papers, judgements. */
const workTables = (copy: Copy): string[] => [
  table(
    '办件',
    ['编号', '事项', '状态', '开始', '办结'],
    copy.cases.map((one) => [
      one.number,
      escapeText(one.serviceLabel),
      escapeText(one.stateLabel),
      says(one.openedAt),
      one.endedAt ? says(one.endedAt) : '',
    ]),
  ),
  table(
    '填写过的内容',
    ['办件', '项目', '填写的内容'],
    copy.forms.flatMap(({ caseNumber, answers }) =>
      answers.map(({ term, value }) => [caseNumber, escapeText(term), escapeText(value)]),
    ),
  ),
  table(
    '材料',
    ['文件', '种类', '办件', '上传时间'],
    copy.papers.map((paper) => [
      paperLink(paper),
      escapeText(paper.kindLabel),
      paper.caseNumber ?? '',
      says(paper.uploadedAt),
    ]),
  ),
  table(
    '资格判定',
    ['事项', '结果', '办件', '时间'],
    copy.judgements.map((one) => [
      escapeText(one.serviceLabel),
      results[one.result],
      one.caseNumber ?? '',
      says(one.judgedAt),
    ]),
  ),
]

const forms = { online: '网上', paper: '书面', spoken: '口头' } as const

/** What was said between them and the platform: notices, consents, ratings. */
const saidTables = (copy: Copy): string[] => [
  table(
    '通知',
    ['时间', '标题', '内容'],
    copy.notices.map((notice) => [says(notice.at), escapeText(notice.title), escapeText(notice.body)]),
  ),
  table(
    '同意与撤回',
    ['时间', '说明', '版本', '怎么说的'],
    copy.consents.map((one) => [
      says(one.at),
      escapeText(one.title),
      `第 ${one.version} 版`,
      `${forms[one.form]}${one.given ? '同意' : '撤回'}${one.byClerk ? '，窗口登记' : ''}`,
    ]),
  ),
  table(
    '评价',
    ['时间', '办件', '评价', '您的话', '回复'],
    copy.ratings.map((one) => [
      says(one.givenAt),
      one.caseNumber,
      escapeText([`${one.stars} 星`, ...one.tags].join('，')),
      escapeText([one.words ?? '', ...one.added].filter(Boolean).join('；补充：')),
      escapeText(one.reply ?? ''),
    ]),
  ),
]

function writeBlock(block: LetterBlock): string {
  if (block.block === 'paragraph') return `<p>${escapeText(block.text)}</p>`
  const rows = block.block === 'facts' ? block.items.map(({ term, value }) => [term, value]) : block.rows
  const line = (cells: readonly string[]) => `<tr>${cells.map((cell) => `<td>${escapeText(cell)}</td>`).join('')}</tr>`
  return `<table>${[...(block.block === 'table' ? [block.head] : []), ...rows].map(line).join('\n')}</table>`
}

/** Each letter (文书) with its whole text, folded. */
const lettersPart = ({ letters }: Copy): string => {
  const written = letters.map(
    ({ title, number, issuedOn, content }) =>
      `<details><summary>${escapeText(`${title} ${number}，${issuedOn}`)}</summary>${content.blocks.map(writeBlock).join('\n')}${content.appeal.map((line) => `<p>${escapeText(line)}</p>`).join('')}<p>${escapeText(content.office.name)}</p></details>`,
  )
  return `<h2>文书</h2>\n${written.join('\n') || '<p>没有。</p>'}`
}

/** The same as a page that opens in any browser, without anything from outside. */
export function writePage(copy: Copy): string {
  const parts = [...whoTables(copy), ...workTables(copy), ...saidTables(copy), lettersPart(copy)]
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>我的档案</title>
<style>body{font:16px/1.7 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}</style></head>
<body><h1>我的档案</h1><p>${says(copy.copiedAt)}从启创公共创业服务平台下载的副本。</p>
${parts.join('\n')}
</body></html>
`
}
