/** Pseudo-random numbers that a seed repeats: mulberry32, good enough to spread rows, and nothing else. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  /** Picks by weights that need not add up to one. */
  weighed<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    return (items.at(-1) as readonly [T, number])[0]
  }

  /** Squared: the first of a list come far more often than the last, as places and names do. */
  uneven<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() ** 2 * items.length)] as T
  }

  /** A version 7-like UUID of this instant: rows of one day lie together in an index, as they do in life. */
  id(at: Date): string {
    const time = at.getTime().toString(16).padStart(12, '0')
    const tail = () => this.below(65_536).toString(16).padStart(4, '0')
    const variant = (0x8000 | this.below(0x4000)).toString(16)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${tail().slice(1)}-${variant}-${tail()}${tail()}${tail()}`
  }
}
