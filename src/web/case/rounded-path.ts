export interface Point {
  x: number
  y: number
}

const CORNER = 6

const towards = (from: Point, to: Point, distance: number): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length === 0 ? 0 : Math.min(distance / length, 0.5)
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** A line through the points with its corners rounded. */
export function roundedPath(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1]
      const after = points[index + 1]
      if (!before) return `M${point.x} ${point.y}`
      if (!after) return `L${point.x} ${point.y}`
      const begin = towards(point, before, CORNER)
      const end = towards(point, after, CORNER)
      return `L${begin.x} ${begin.y}Q${point.x} ${point.y} ${end.x} ${end.y}`
    })
    .join('')
}
