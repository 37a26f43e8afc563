/** A piece of found text; `hit` where it is what was looked for. */
export interface Marked {
  text: string
  hit: boolean
}

/** Found text with its hits marked. */
export function Highlighted({ marked }: { marked: readonly Marked[] }) {
  return (
    <>
      {marked.map((piece, index) => {
        const key = `${index}${piece.text}`
        return piece.hit ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>
      })}
    </>
  )
}
