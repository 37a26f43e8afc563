import { useCallback, useState } from 'react'

const PREFIX = 'qichuang.typed.'

function readKept<T>(key: string): T | undefined {
  const text = localStorage.getItem(PREFIX + key)
  if (text === null) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

/** Whether something typed under this key is still waiting to be sent. */
export const isKept = (key: string) => localStorage.getItem(PREFIX + key) !== null

/** What was typed, kept on this desktop over reloads and log-outs until it is sent or dropped. */
export function useKept<T>(key: string, initial: () => T): [value: T, keep: (value: T) => void, drop: () => void] {
  const [value, setValue] = useState<T>(() => readKept<T>(key) ?? initial())
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      localStorage.setItem(PREFIX + key, JSON.stringify(next))
    },
    [key],
  )
  const drop = useCallback(() => localStorage.removeItem(PREFIX + key), [key])
  return [value, keep, drop]
}
