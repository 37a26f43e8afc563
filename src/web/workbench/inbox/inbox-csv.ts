import { formatInstant } from '../../../shared/dates.ts'
import { toCsv } from '../../../shared/spreadsheet-text.ts'
import type { Output } from '../../api/portal-api.ts'
import { describeDue } from '../due.ts'
import { saveBytes } from '../save-file.ts'

export type InboxItem = Output<'case.findInbox'>['items'][number]

const columns: readonly [title: string, text: (item: InboxItem) => string][] = [
  ['办件编号', (item) => item.number],
  ['事项', (item) => item.serviceLabel],
  ['申请人', (item) => item.applicant],
  ['状态', (item) => item.stateLabel],
  ['办结时限', (item) => item.dueOn ?? ''],
  ['剩余', (item) => describeDue(item).says],
  ['经办', (item) => [item.assignee, item.office].filter(Boolean).join(' · ')],
  ['首问负责', (item) => item.first ?? ''],
  ['办理渠道', (item) => item.channelLabel],
  ['地区', (item) => item.divisionName],
  ['提交时间', (item) => (item.submittedAt ? formatInstant(new Date(item.submittedAt)) : '')],
]

/** Writes the rows as shown, names masked, as a file for a spreadsheet. */
export const inboxCsv = (items: readonly InboxItem[]): string =>
  toCsv([columns.map(([title]) => title), ...items.map((item) => columns.map(([, text]) => text(item)))])

/** Hands the rows over as a file. */
export const saveInbox = (items: readonly InboxItem[]): void =>
  saveBytes(inboxCsv(items), '收件箱.csv', 'text/csv;charset=utf-8')
