/** How high the body that issued a policy stands; the division's code must stand as high. */
export type PolicyLevel = 'national' | 'province' | 'city' | 'county'

/** What a policy is mainly about; one each, so that the list can be filtered by it. */
export type PolicyTopic =
  | 'loan'
  | 'training'
  | 'subsidy'
  | 'incubation'
  | 'tax'
  | 'insurance'
  | 'guidance'
  | 'activity'
  | 'returnee'
  | 'graduate'
  | 'veteran'
  | 'stability'
  | 'general'

/** The policy in plain words, as a person reads it first. */
export interface PolicyCard {
  who: string
  howMuch: string
  bring: string[]
  howLong: string
  where: string
}

/** One headed part of the text: an article (第一条) of an invented policy, a point of a summary of a real one. */
export interface PolicySection {
  heading: string
  paragraphs: string[]
}

/** One policy (创业政策) of the demonstration set, as it is seeded into an empty data folder. */
export interface PolicySeed {
  /** Stable English identifier, never shown. */
  slug: string
  title: string
  level: PolicyLevel
  /** Twelve-digit code after GB/T 2260; '000000000000' is the whole country. */
  division: string
  issuer: string
  /** The document's number (文号); empty where it is to be looked up in the original. */
  number: string
  topic: PolicyTopic
  /** Calendar dates 'YYYY-MM-DD'. A text may take effect before it was issued (tax relief does). */
  issuedOn: string
  effectiveOn: string
  /** The last day in force, or null where the text names none. */
  expiresOn: string | null
  /** The slug of the policy that ends where this one begins. */
  replaces: string | null
  /** True for demonstration texts; false for a summary, in our own words, of a real public text. */
  invented: boolean
  card: PolicyCard
  body: PolicySection[]
  /** The service that a reader of this policy can apply for. */
  service: 'guaranteedLoan' | null
  /** The rule that checks whether a reader is entitled. */
  rule: 'loan.person' | null
}

/** Writes one section of a policy's text: its heading, then its paragraphs. */
export function section(heading: string, ...paragraphs: string[]): PolicySection {
  return { heading, paragraphs }
}
