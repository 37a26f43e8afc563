import { useCallback, useState } from 'react'

const PREFIX = 'qichuang.typed.'

/** What was typed under a key and not sent yet; undefined when there is nothing. */
export function readKept<T>(key: string): T | undefined {
  const text = localStorage.getItem(PREFIX + key)
  if (text === null) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

export const isKept = (key: string) => localStorage.getItem(PREFIX + key) !== null

export const writeKept = (key: string, value: unknown) => localStorage.setItem(PREFIX + key, JSON.stringify(value))

export const dropKept = (key: string) => localStorage.removeItem(PREFIX + key)

/** What is being typed, kept on this desktop over reloads and log-outs until it is sent or dropped. */
export function useKept<T>(key: string, initial: () => T): [value: T, keep: (value: T) => void, drop: () => void] {
  const [value, setValue] = useState<T>(() => readKept<T>(key) ?? initial())
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      writeKept(key, next)
    },
    [key],
  )
  const drop = useCallback(() => dropKept(key), [key])
  return [value, keep, drop]
}
