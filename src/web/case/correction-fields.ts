import type { FieldSchema, FieldSchemas } from '../../kernel/forms/field-schema.ts'
import type { Output } from '../api/portal-api.ts'
import { typedFields } from '../forms/field-schema.ts'

export type CorrectionItem = Output<'correction.get'>['items'][number]

/** Under which name it is told what is wrong with an item. */
export const wrongName = ({ target }: Pick<CorrectionItem, 'target'>) => `${target}.wrong`

/** The fields of an item's right content, under names of their own in the form: `phone.value`. */
export const schemasOf = ({ target, fields }: CorrectionItem): FieldSchemas =>
  Object.fromEntries(Object.entries(fields).map(([field, schema]) => [`${target}.${field}`, schema as FieldSchema]))

/** What is filled in already, as typed, of all items. */
export const typeItems = (items: readonly CorrectionItem[]): Record<string, string> =>
  Object.assign(
    {},
    ...items.map((item) => ({
      ...typedFields(
        schemasOf(item),
        Object.fromEntries(Object.entries(item.typed).map(([field, value]) => [`${item.target}.${field}`, value])),
      ),
      [wrongName(item)]: item.wrong ?? '',
    })),
  )

/** An item as it is sent: its fields' values by name, those left open taken out, and what is wrong with it. */
export const itemOf = ({ target }: CorrectionItem, values: Readonly<Record<string, unknown>>, wrong?: string) => ({
  target,
  right: Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name.slice(target.length + 1), value]),
  ),
  ...(wrong ? { wrong } : {}),
})
