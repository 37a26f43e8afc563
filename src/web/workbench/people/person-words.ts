/** How far a person's real name is proved (实名). */
export const verificationWords: Readonly<Record<string, string>> = {
  none: '未填写实名信息',
  declared: '已填写，待核验',
  verified: '已核验实名',
}

/** Where a fact comes from. */
export const sourceWords: Readonly<Record<string, string>> = {
  declared: '本人申报',
  verified: '窗口核验',
  document: '材料',
  system: '系统',
}
