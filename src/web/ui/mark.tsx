/** The mark: 启 means to open, so a door ajar with light coming through, in two strokes; the word mark 启创 beside it. */
export function Mark({ size = 32, word = true }: { size?: number; word?: boolean }) {
  return (
    <span className="mark">
      <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
        <path className="mark__light" d="M15 8.2 22.5 5v22L15 23.8Z" />
        <path className="mark__frame" d="M12.5 5H7.2v22h5.3M27 5h-4.5v22H27" />
        <path className="mark__leaf" d="M22.5 5 13 9v19.6l9.5-1.6" />
      </svg>
      {word ? <span className="mark__word">启创</span> : <span className="visually-hidden">启创</span>}
    </span>
  )
}
