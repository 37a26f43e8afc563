import { useCallback, useEffect, useRef, useState } from 'react'
import { CallRefused, isUnanswered } from '../../api/http-client.ts'
import { createIntention } from '../../api/intention.ts'

export interface Autosave {
  state: 'idle' | 'waiting' | 'saving' | 'saved' | 'failed'
  savedAt: Date | null
  error: CallRefused | null
  /** Tries at once what is waiting or has failed; resolves to the version that is saved, or to nothing when it is not. */
  flush(): Promise<number | undefined>
  /** Goes on from a newer version, found by reading again after a 409. */
  rebase(version: number): void
}

interface Options<Content> {
  version: number
  /** Whether the content it begins with is still to be saved. */
  unsaved?: boolean
  save(content: Content, version: number, key: string): Promise<number>
  /** A try is over, well or not: what the page shows of it should be asked for again. */
  onTried?: () => void
}

const PAUSE = 800
const RETRY_AFTER = 5_000

/**
 * Saves a draft a moment after the last change, one save at a time and each upon the version the one before gave. A failed
 * one stays to be tried again, by itself when no answer came; the page must keep what was typed until then.
 */
export function useAutosave<Content>(content: Content, options: Options<Content>): Autosave {
  const [status, setStatus] = useState<Pick<Autosave, 'state' | 'savedAt' | 'error'>>({
    state: options.unsaved ? 'waiting' : 'idle',
    savedAt: null,
    error: null,
  })
  const live = useRef({ content, options, version: options.version, dirty: false, intention: createIntention() })
  const running = useRef<Promise<number | undefined>>(undefined)
  const first = useRef(options.unsaved ? undefined : content)
  live.current.content = content
  live.current.options = options

  const saveOnce = useCallback(async (): Promise<number | undefined> => {
    const now = live.current
    now.dirty = false
    setStatus((was) => ({ ...was, state: 'saving', error: null }))
    try {
      const sent = { content: now.content, version: now.version }
      now.version = await now.options.save(sent.content, sent.version, now.intention.keyFor(sent))
      now.intention.settle()
      setStatus({ state: now.dirty ? 'waiting' : 'saved', savedAt: new Date(), error: null })
      return now.version
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      if (!isUnanswered(error)) now.intention.settle()
      now.dirty = true
      setStatus((was) => ({ ...was, state: 'failed', error }))
      return undefined
    } finally {
      now.options.onTried?.()
    }
  }, [])

  const flush = useCallback(async (): Promise<number | undefined> => {
    await running.current
    if (!live.current.dirty) return live.current.version
    running.current = saveOnce()
    return running.current
  }, [saveOnce])

  useEffect(() => {
    if (content === first.current) return
    live.current.dirty = true
    setStatus((was) => ({ ...was, state: 'waiting' }))
    const timer = setTimeout(() => void flush(), PAUSE)
    return () => clearTimeout(timer)
  }, [content, flush])

  const { error } = status
  useEffect(() => {
    if (!error || !isUnanswered(error)) return
    const timer = setTimeout(() => void flush(), RETRY_AFTER)
    return () => clearTimeout(timer)
  }, [error, flush])

  const rebase = useCallback((version: number) => {
    live.current.version = version
  }, [])

  return { ...status, flush, rebase }
}
