/** How far a person's real name is proved (实名). */
export const verificationWords: Readonly<Record<'none' | 'declared' | 'verified', string>> = {
  none: '没有实名信息',
  declared: '已填写，待核验',
  verified: '已核验实名',
}
