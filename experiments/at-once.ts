/** Does something so many times, as many at once as told; gives what came of each, in their order. */
export async function atOnce<T>(callers: number, count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made = new Array<T>(count)
  let next = 0
  const work = async () => {
    while (next < count) {
      const index = next
      next += 1
      made[index] = await make(index)
    }
  }
  await Promise.all(Array.from({ length: callers }, work))
  return made
}
