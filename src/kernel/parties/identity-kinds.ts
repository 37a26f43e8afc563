/** Kinds of identity papers (身份证件); their Chinese names stand in the glossary under the same keys. */
export const identityKinds = [
  'residentId',
  'residencePermit',
  'hongKongMacaoPermit',
  'taiwanPermit',
  'permanentResidence',
  'passport',
] as const

export type IdentityKind = (typeof identityKinds)[number]

/** Kinds whose number, as it is kept, does not say the birth date: it is asked for beside it. */
export const kindsWithoutBirthDate: readonly IdentityKind[] = ['hongKongMacaoPermit', 'taiwanPermit', 'passport']

/** How the number of each kind looks, beside the field it is typed into. */
export const identityHints: Readonly<Record<IdentityKind, string>> = {
  residentId: '18 位，最后一位可以是 X',
  residencePermit: '18 位，以 810000、820000 或 830000 开头',
  hongKongMacaoPermit: 'H 或 M 加 8 位数字',
  taiwanPermit: '8 位数字，卡片上的证件号码',
  permanentResidence: '18 位，以 9 开头；旧证是 3 个字母加 12 位数字',
  passport: '护照号码 5 至 9 位；签发国家或地区另填，是护照上的三个字母',
}

/** One form for what people type and readers scan: full-width letters, spaces, hyphens, brackets and small letters are put right. */
export const normaliseIdentity = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .toUpperCase()

const shapes: Readonly<Record<IdentityKind, RegExp>> = {
  residentId: /^[1-7]\d{16}[\dX]$/,
  residencePermit: /^8[123]0000\d{11}[\dX]$/,
  hongKongMacaoPermit: /^[HM]\d{8}(\d{2})?$/,
  taiwanPermit: /^\d{8}$/,
  permanentResidence: /^(9\d{16}[\dX]|[A-Z]{3}\d{12})$/,
  passport: /^[A-Z]{3}\/[A-Z0-9]{5,9}$/,
}

/**
 * The kind that a number typed without its kind is of: their shapes exclude each other. A passport is told by its country and a
 * stroke, 'GBR/123456789'.
 */
export const guessKind = (text: string): IdentityKind | undefined => {
  const number = normaliseIdentity(text)
  return identityKinds.find((kind) => shapes[kind].test(number))
}
