/** Where a provider says that it has proved who someone is, and what it calls the parts. */
export interface RealNameClaims {
  /** Claim that tells how well the person is proved, and the values that suffice. */
  assurance: { claim: string; values: readonly string[] }
  name: string
  number: string
  /** Claim with the kind of the paper, in our words; a resident identity card where there is none. */
  kind: string | null
}

/** A provider of single sign-on (单点登录) by OpenID Connect, as the operator has set it up. */
export interface SignOnProvider {
  /** Part of addresses: small letters, digits and hyphens. */
  id: string
  /** What people call it, 鄂汇办 for example. */
  name: string
  serves: 'person' | 'staff'
  issuer: string
  clientId: string
  clientSecret: string
  scope: string
  /** It vouches for a phone number that it says is verified, so that an account may be found by it. */
  vouchesForPhone: boolean
  /** Null where it does not vouch for real names. */
  realName: RealNameClaims | null
}

/** What a provider has told of someone, as far as it vouches for it. */
export interface Vouched {
  subject: string
  phone: string | null
  realName: { name: string; number: string; kind: string | null; birthDate: string | null } | null
}

const textOf = (value: unknown): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null

function readRealName({ realName: asked }: SignOnProvider, claims: Record<string, unknown>): Vouched['realName'] {
  if (!asked?.assurance.values.includes(textOf(claims[asked.assurance.claim]) ?? '')) return null
  const [name, number] = [textOf(claims[asked.name]), textOf(claims[asked.number])]
  if (!name || !number) return null
  return { name, number, kind: asked.kind && textOf(claims[asked.kind]), birthDate: textOf(claims.birthdate) }
}

/** Takes of the claims what the provider vouches for; all else counts for nothing. */
export function readVouched(provider: SignOnProvider, subject: string, claims: Record<string, unknown>): Vouched {
  const isVerified = claims.phone_number_verified === true || claims.phone_number_verified === 'true'
  return {
    subject,
    phone: provider.vouchesForPhone && isVerified ? textOf(claims.phone_number) : null,
    realName: readRealName(provider, claims),
  }
}
