/** Kinds of reason for an absence (请假), with their words. */
export const absenceKinds = {
  annual: '年休假',
  sick: '病假',
  family: '事假',
  business: '出差',
  training: '培训学习',
  other: '其他',
} as const

export type AbsenceKind = keyof typeof absenceKinds

/** Kinds of reason for keeping away (回避), with their words; nothing more is kept of it. */
export const recusalKinds = {
  kinship: '近亲属',
  interest: '有利害关系',
  former: '曾经代理或担任过职务',
  other: '其他可能影响公正的情形',
} as const

export type RecusalKind = keyof typeof recusalKinds
