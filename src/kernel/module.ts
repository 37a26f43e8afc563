import type { Actor } from './access/actor.ts'
import type { Flow } from './cases/flow.ts'
import type { ServiceForm } from './cases/service-form.ts'
import type { Tx } from './db/connect.ts'
import type { FindHolds } from './erasures/obstacles.ts'
import type { Terms } from './glossary/define-terms.ts'
import type { Recurring } from './jobs/worker.ts'
import type { ServiceLetters } from './letters/definition.ts'
import type { NoticeTemplate } from './notifications/templates.ts'
import type { Platform } from './operations/context.ts'
import type { IncomingFile, Operation } from './operations/operation.ts'
import type { FactDictionary } from './rules/facts.ts'
import type { FigureSource } from './statistics/source.ts'

/** The demonstration city: its people and staff, and a way to let them act at an instant gone by. */
export interface DemonstrationCity {
  platform: Platform
  /** Invented persons who have registered; none of them exists. */
  persons: readonly { actor: Actor; partyId: string; division: string }[]
  /** Staff by log-in name. */
  staff: Readonly<Record<string, Actor>>
  /** Calls an operation as one of them, at an instant, as if over the counter or the portal. */
  call<Output>(at: Date, actor: Actor, name: string, input: object, file?: IncomingFile): Promise<Output>
}

/** What app/ takes of a module: one export of its module.ts. */
export interface Module {
  name: string
  terms: Terms
  flows: readonly Flow[]
  /** The numbered papers (文书) that its flows issue. */
  letters?: readonly ServiceLetters[]
  /** The forms of its services, for who wants a copy of what they have told. */
  forms?: readonly ServiceForm[]
  operations: readonly Operation[]
  /** The facts its rules speak of. */
  facts: FactDictionary
  /** Kinds of papers that each of its services takes. */
  paperKinds: Readonly<Record<string, readonly string[]>>
  /** What it tells people of, beside what its flows tell. */
  templates?: readonly NoticeTemplate[]
  /** The same kinds, in words. */
  paperWords?: Readonly<Record<string, string>>
  /** Pages behind its entries in the search, by kind and reference. */
  searchPages?: Readonly<Record<string, (ref: string) => string>>
  /** Words that the search takes for one another. */
  synonyms?: readonly (readonly string[])[]
  /** Figures of its own, beside those of the case spine. */
  figures?: FigureSource
  /** What forbids erasing these parties, who are one person, on a day; `tx` reaches them. */
  findHolds?: FindHolds
  /** What it does again and again beside the requests: what time alone changes. */
  recurring?(platform: Platform): readonly Recurring[]
  /** What the module needs in every installation: rules, parameters. Runs at each start and changes nothing that is there. */
  seed?(tx: Tx, platform: Platform): Promise<void>
  /** Its part of a lived-in city, written once into an empty database. */
  seedDemonstration?(city: DemonstrationCity): Promise<void>
}
