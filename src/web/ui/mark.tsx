/** The mark: 启 means to open, so a door ajar with light coming through, in two strokes; the word mark 启创 beside it. */
export function Mark({ size = 32, word = true }: { size?: number; word?: boolean }) {
  return (
    <span className="mark">
      <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
        <path className="mark__light" d="M6 4.5h20v22H6Z" />
        <path className="mark__frame" d="M6 26.5v-22h20v22h3.5" />
        <path className="mark__leaf" d="m6 4.5 11.5 5v20L6 26.5Z" />
      </svg>
      {word ? <span className="mark__word">启创</span> : <span className="visually-hidden">启创</span>}
    </span>
  )
}
