import type { TSchema } from 'typebox'

/** How long a text may be, by its schema. */
export interface TextBounds {
  minLength: number
  maxLength: number
}

/** Reads the bounds off the schema that the server checks with, so that a page never says other figures. */
export const boundsOf = (schema: TSchema): TextBounds => ({ minLength: 0, maxLength: 1000, ...schema })

export const isShort = (text: string, { minLength }: TextBounds) => text.trim().length < minLength
