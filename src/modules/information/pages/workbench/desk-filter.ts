import type { Input } from '../../../../web/api/portal-api.ts'

/** What the desk shows; kept in the address, so that it survives reloading and can be passed on. */
export type DeskFilter = Input<'policyWork.find'>

const names = ['state', 'topic', 'q', 'after'] as const

/** Reads the filter from an address. What the schema does not know is left to the server to refuse. */
export const readFilter = (search: URLSearchParams): DeskFilter =>
  Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))) as DeskFilter

/** The same filter with some parts changed, as an address; it begins again at the first page unless told where. */
export function addressOf(filter: DeskFilter, change: { [Name in (typeof names)[number]]?: string | undefined } = {}) {
  const next: Record<string, string | undefined> = { ...filter, after: undefined, ...change }
  const pairs = names.flatMap((name): [string, string][] => (next[name] ? [[name, String(next[name])]] : []))
  return `/policies${pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''}`
}
