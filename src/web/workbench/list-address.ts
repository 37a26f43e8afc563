/** What a list shows, kept in the address: so it survives reloading and can be passed on. */
export interface ListAddress<Filter> {
  /** Reads the filter. What the schema does not know is left to the server to refuse. */
  read(search: URLSearchParams): Filter
  /** The same filter with some parts changed, as an address; it begins again at the first page unless told where. */
  addressOf(filter: Filter, change?: { [Name in keyof Filter]?: Filter[Name] | undefined }): string
}

/** The address of a list whose filter has these parts. */
export function listAddress<Filter extends { after?: string }>(
  names: readonly (keyof Filter & string)[],
): ListAddress<Filter> {
  return {
    read: (search) =>
      Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))) as Filter,
    addressOf(filter, change = {}) {
      const next = { ...filter, after: undefined, ...change }
      const pairs = names.flatMap((name) => (next[name] ? [[name, String(next[name])]] : []))
      return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '?'
    },
  }
}
