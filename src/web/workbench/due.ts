interface Timed {
  workdaysLeft: number | null
  overdue: boolean
  holder: 'applicant' | 'office' | 'none'
}

export interface DueWords {
  says: string
  tone: 'bad' | 'warn' | 'quiet'
}

interface Held extends Pick<Timed, 'holder'> {
  office: string | null
  limitDays: number | null
  usedDays: number
}

/** Who has a case and how much of their time is used, for staff. */
export function describeHolder({ holder, office, limitDays, usedDays }: Held): string {
  if (holder === 'none') return '已经办结'
  if (holder === 'applicant') return '在申请人手里，等他们办理'
  const used = limitDays === null ? '' : `，限 ${limitDays} 个工作日，已用 ${usedDays} 个`
  return `经办：${office ?? '待分派'}${used}`
}

/** How much time is left, in working days and words. Time that runs against the applicant says so. */
export function describeDue({ workdaysLeft, overdue, holder }: Timed): DueWords {
  if (workdaysLeft === null) return { says: holder === 'none' ? '已办结' : '不限时', tone: 'quiet' }
  const whose = holder === 'applicant' ? '申请人' : ''
  if (overdue) {
    const days = Math.abs(workdaysLeft)
    return { says: `${whose}已超期${days === 0 ? '' : ` ${days} 个工作日`}`, tone: 'bad' }
  }
  if (workdaysLeft === 0) return { says: `${whose}今天到期`, tone: 'warn' }
  return { says: `${whose}还有 ${workdaysLeft} 个工作日`, tone: workdaysLeft === 1 ? 'warn' : 'quiet' }
}
