import type { Tx } from './db/connect.ts'
import type { Flow } from './cases/flow.ts'
import type { Terms } from './glossary/define-terms.ts'
import type { Operation } from './operations/operation.ts'
import type { Platform } from './operations/context.ts'

/** What app/ takes of a module: one export of its module.ts. */
export interface Module {
  name: string
  terms: Terms
  flows: readonly Flow[]
  operations: readonly Operation[]
  /** Kinds of papers that each of its services takes. */
  paperKinds: Readonly<Record<string, readonly string[]>>
  /** What the module needs in every installation: rules, parameters. Runs at each start and changes nothing that is there. */
  seed?(tx: Tx, platform: Platform): Promise<void>
  /** A lived-in city for demonstration, written once into an empty database. */
  seedDemonstration?(tx: Tx, platform: Platform): Promise<void>
}
