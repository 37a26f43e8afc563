import { type TSchema, Type } from 'typebox'

/** What may be absent says so with null, never by being left out. */
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const InstantText = Type.String({ description: 'Instant, ISO 8601 in UTC' })
