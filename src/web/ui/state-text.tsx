import type { ReactNode } from 'react'
import type { Tone } from './sign.tsx'

/** A state in its one word. It is text with a dot and looks like text: a label that looks like a button gets pressed. */
export function StateText({ tone, children }: { tone?: Tone | 'quiet'; children: ReactNode }) {
  return <span className={`state state--${tone ?? 'info'}`}>{children}</span>
}
