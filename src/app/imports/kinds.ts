import type { ImportKind } from '../../kernel/imports/import-kind.ts'
import { institutionsImport, officesImport } from './institutions.ts'
import { peopleImport } from './people.ts'
import { staffImport } from './staff.ts'

/** What can be imported from spreadsheets. */
export const importKinds: readonly ImportKind[] = [peopleImport, staffImport, institutionsImport, officesImport]
