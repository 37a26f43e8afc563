/** What kinds of offices there are, with their words. */
export const officeKinds = {
  window: '窗口',
  bureau: '科室',
  guarantor: '担保机构',
  bank: '经办银行',
  base: '孵化基地',
} as const

export type OfficeKind = keyof typeof officeKinds
