import type { ImportKind } from '../../kernel/imports/import-kind.ts'
import { peopleImport } from './people.ts'

/** What can be imported from spreadsheets. */
export const importKinds: readonly ImportKind[] = [peopleImport]
