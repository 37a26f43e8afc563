import type { TSchema } from 'typebox'
import { demonstrationAccounts } from '../src/app/demonstration/accounts.ts'
import { composeOperations } from '../src/app/modules.ts'
import { folderStorage } from '../src/kernel/documents/storage.ts'
import { demonstrationMailbox } from '../src/kernel/notifications/operations.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'

interface Shape {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Shape[]
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  patternProperties?: Record<string, Shape>
  additionalProperties?: boolean | Shape
  format?: string
}

const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

const literals = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(' | ')

function printObject(shape: Shape): string {
  const valueShape = Object.values(shape.patternProperties ?? {})[0]
  if (valueShape) return `Record<string, ${printType(valueShape)}>`
  const entries = Object.entries(shape.properties ?? {})
  if (entries.length === 0) return 'Record<string, never>'
  const lines = entries.map(([name, one]) => {
    const optional = shape.required?.includes(name) ? '' : '?'
    return `${JSON.stringify(name)}${optional}: ${printType(one)}`
  })
  return `{ ${lines.join('; ')} }`
}

/** A schema as the TypeScript type of its values. */
function printType(shape: Shape): string {
  if (shape.const !== undefined) return literals([shape.const])
  if (shape.enum) return literals(shape.enum)
  if (shape.anyOf) return shape.anyOf.map(printType).join(' | ')
  if (shape.type === 'array') return `(${printType(shape.items ?? {})})[]`
  if (shape.type === 'object') return printObject(shape)
  if (shape.format === 'binary') return 'Blob'
  return primitives[shape.type ?? ''] ?? 'unknown'
}

const withoutToken = (schema: TSchema): Shape => {
  const shape = schema as Shape
  const properties = Object.entries(shape.properties ?? {}).filter(([, one]) => !('x-cookie' in one))
  return shape.properties ? { ...shape, properties: Object.fromEntries(properties) } : shape
}

const printOperation = ({ name, summary, input, output }: Operation) =>
  [
    `  /** ${summary} */`,
    `  '${name}': {`,
    `    input: ${printType(input as Shape)}`,
    `    output: ${printType(withoutToken(output))}`,
    '  }',
  ].join('\n')

/** The typed list of operations that both faces call by, from the operations' own schemas. */
export async function generateOperations(): Promise<string> {
  const demonstration = [demonstrationMailbox, demonstrationAccounts('')]
  const operations = composeOperations({ storage: folderStorage(''), demonstration })
  return [
    '// Generated from the operations by `npm run generate`. Do not edit.',
    '',
    'export interface Operations {',
    ...operations.map(printOperation),
    '}',
    '',
    '/** Method and path of each operation, beneath /api/v1. */',
    'export const routes: Record<keyof Operations, string> = {',
    ...operations.map(({ name, http }) => `  '${name}': '${http}',`),
    '}',
    '',
  ].join('\n')
}
