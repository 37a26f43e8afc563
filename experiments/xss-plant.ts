import type { Actor } from '../src/kernel/access/actor.ts'
import { Refusal } from '../src/shared/errors.ts'
import type { City } from '../test/city.ts'
import type { CallOptions } from '../test/platform.ts'

/** Who does what in a city in which texts are planted. */
export interface Desk {
  city: City
  planter: Planter
  clerk: Actor
  reviewer: Actor
  administrator: Actor
  editors: readonly [Actor, Actor]
}

/** Puts one text into fields of operations, and counts which take it and which do not. */
export class Planter {
  readonly stored: Record<string, number> = {}
  readonly refused: Record<string, number> = {}
  readonly #city: City

  constructor(city: City) {
    this.#city = city
  }

  /**
   * Calls an operation with a hostile text in each field that `build` asks one for; fields that refuse it get what would be
   * there. Throws where it is refused for anything else.
   */
  async plant<Output>(
    actor: Actor,
    name: string,
    hostile: string,
    build: (text: (field: string, usual: string) => string) => object,
    options?: () => CallOptions,
  ): Promise<Output> {
    const refused = new Set<string>()
    for (;;) {
      const asked = new Set<string>()
      const input = build((field, usual) => {
        if (refused.has(field)) return usual
        asked.add(field)
        return hostile
      })
      try {
        const output = await this.#city.call<Output>(actor, name, input, options?.())
        for (const field of asked) count(this.stored, `${name} ${field}`)
        for (const field of refused) count(this.refused, `${name} ${field}`)
        return output
      } catch (error) {
        const named = fieldsOf(error).flatMap((field) => field.split('.'))
        const unfit = [...asked].filter((field) => named.includes(field))
        if (unfit.length === 0) throw error
        for (const field of unfit) refused.add(field)
      }
    }
  }
}

const fieldsOf = (error: unknown): string[] =>
  error instanceof Refusal ? (error.parts.errors ?? []).map(({ field }) => field) : []

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
