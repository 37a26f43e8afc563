import { addDays, addMonths, type CalendarDate } from '../../shared/dates.ts'
import type { Calendar } from '../calendar/days.ts'

const REVIEW_DAYS = 60
const SUIT_MONTHS = 6

/** A time that ends on a day off ends with the next day that is none (民法典 第二百零三条). */
const orNextWorkday = (date: CalendarDate, calendar: Calendar): CalendarDate => calendar.addWorkdays(date, 0)

/**
 * The last days on which a decision may be appealed against, by the day it was served: 60 days for administrative reconsideration
 * (行政复议法 第二十条), six months for a suit (行政诉讼法 第四十六条). The day of service itself is not counted.
 */
export const appealLimits = (servedOn: CalendarDate, calendar: Calendar) => ({
  reviewBy: orNextWorkday(addDays(servedOn, REVIEW_DAYS), calendar),
  suitBy: orNextWorkday(addMonths(servedOn, SUIT_MONTHS), calendar),
})

/** How to appeal against a decision; `government` is that of the county or city whose office has issued it. */
export const appealOfDecision = (title: string, government: string): string[] => [
  `如不服本决定，可以自收到本${title}之日起六十日内，依照《中华人民共和国行政复议法》第二十条，向${government}申请行政复议；也可以自收到之日起六个月内，依照《中华人民共和国行政诉讼法》第四十六条，直接向有管辖权的人民法院提起行政诉讼。`,
  '申请行政复议或者提起行政诉讼，不影响您改正后重新申请。',
]

/** Whom to ask and where to complain, of a notice of procedure. */
export const askAboutNotice = (title: string, office: { name: string; phone: string }): string[] => [
  `对本${title}有疑问的，可以致电 ${office.phone} 或者到${office.name}咨询；认为办理不当的，可以拨打 12345 政务服务便民热线投诉。`,
]
