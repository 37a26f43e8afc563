/** How a reader wants the portal to look: large (长辈版), with more contrast, light or dark. */
export interface Appearance {
  size: 'usual' | 'elder'
  contrast: 'usual' | 'more'
  /** `auto` goes by the device. */
  theme: 'auto' | 'light' | 'dark'
}

const appearances = {
  size: ['usual', 'elder'],
  contrast: ['usual', 'more'],
  theme: ['auto', 'light', 'dark'],
} as const satisfies { [Key in keyof Appearance]: readonly Appearance[Key][] }

export const usualAppearance: Appearance = { size: 'usual', contrast: 'usual', theme: 'auto' }

/** Holds no more than the three words, such as `elder.usual.auto`. */
export const APPEARANCE_COOKIE = 'qichuang_view'

const oneOf = <T extends string>(options: readonly T[], value: string | undefined, otherwise: T): T =>
  options.find((option) => option === value) ?? otherwise

/** What the parts say; what they don't say, or say wrongly, stays as it was. */
export const withParts = (
  now: Appearance,
  parts: { readonly [Key in keyof Appearance]?: string | undefined },
): Appearance => ({
  size: oneOf(appearances.size, parts.size, now.size),
  contrast: oneOf(appearances.contrast, parts.contrast, now.contrast),
  theme: oneOf(appearances.theme, parts.theme, now.theme),
})

/** Reads the cookie; the usual where there is none or nothing to be made of it. */
export function readAppearance(cookie: string | undefined): Appearance {
  const [size, contrast, theme] = (cookie ?? '').split('.')
  return withParts(usualAppearance, { size, contrast, theme })
}

const YEAR = 365 * 24 * 60 * 60

/** The cookie as a header's text; it says nothing of who reads and is kept for a year. */
export const appearanceCookie = ({ size, contrast, theme }: Appearance, isSecure: boolean): string =>
  [
    `${APPEARANCE_COOKIE}=${size}.${contrast}.${theme}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${YEAR}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ')
