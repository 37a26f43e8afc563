export type Tone = 'info' | 'good' | 'warn' | 'bad'

/** What each tone is called where nothing else says it; colour alone never does. */
export const toneWords: Record<Tone, string> = { info: '提示', good: '已完成', warn: '请注意', bad: '有问题' }

const shapes: Record<Tone, string> = {
  info: 'M10 9v5M10 6.2v.1',
  good: 'm6.2 10.4 2.6 2.6 5-5.6',
  warn: 'M10 5.8v5M10 13.8v.1',
  bad: 'm7 7 6 6M13 7l-6 6',
}

/** The sign of a tone, told apart by shape: a circle with an i, a tick or a cross; a triangle with an exclamation mark. */
export function Sign({ tone }: { tone: Tone }) {
  return (
    <svg className={`sign sign--${tone}`} viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false">
      {tone === 'warn' ? <path d="M10 2 19 17.5H1Z" /> : <circle cx="10" cy="10" r="8.2" />}
      <path d={tone === 'warn' ? 'M10 7.4v4.6M10 14.6v.1' : shapes[tone]} />
    </svg>
  )
}
