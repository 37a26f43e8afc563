import type { ReactNode } from 'react'
import { Sign, type Tone, toneWords } from './sign.tsx'

interface BannerProps {
  kind?: Tone
  /** Without one the tone's own word stands there (提示, 已完成, 请注意, 有问题). */
  title?: ReactNode
  /** Makes a screen reader speak it as the page opens: after something has been done or has failed. */
  announce?: boolean
  children?: ReactNode
}

/** A message on a page: sign, word and colour together, never colour alone. */
export function Banner({ kind = 'info', title, announce = false, children }: BannerProps) {
  return (
    <div className={`banner banner--${kind}`} role={announce ? (kind === 'bad' ? 'alert' : 'status') : undefined}>
      <Sign tone={kind} />
      <div className="banner__body">
        <p className="banner__title">
          {title ? (
            <>
              <span className="visually-hidden">{toneWords[kind]}:</span>
              {title}
            </>
          ) : (
            toneWords[kind]
          )}
        </p>
        {children}
      </div>
    </div>
  )
}
