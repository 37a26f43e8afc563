import type { Input } from '../../api/portal-api.ts'

/** What an inbox shows; kept in the address, so that it survives reloading and can be passed on. */
export type InboxFilter = Input<'case.findInbox'>

const names = ['view', 'sort', 'state', 'assignee', 'unassigned', 'overdue', 'division', 'q', 'after'] as const

/** Reads the filter from an address. What the schema does not know is left to the server to refuse. */
export const readFilter = (search: URLSearchParams): InboxFilter =>
  Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))) as InboxFilter

/** The same filter with some parts changed, as an address; it begins again at the first page unless told where. */
export function addressOf(
  filter: InboxFilter,
  change: { [Name in keyof InboxFilter]?: InboxFilter[Name] | undefined } = {},
) {
  const next = { ...filter, after: undefined, ...change }
  const pairs = names.flatMap((name) => (next[name] ? [[name, String(next[name])]] : []))
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '?'
}

const KEY = 'qichuang.inbox'

/** The filter that was last used in this window, as an address. */
export const lastInbox = (): string => sessionStorage.getItem(KEY) ?? ''

export const rememberInbox = (search: string) => sessionStorage.setItem(KEY, search)
