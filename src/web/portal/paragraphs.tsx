/** A text of paragraphs, an empty line between them. */
export function Paragraphs({ text }: { text: string }) {
  return (
    <div className="prose stack-tight">
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  )
}
