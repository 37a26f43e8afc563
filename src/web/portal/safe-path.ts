/** A path on this site to go on to, or the other one: an address elsewhere is never followed. */
export const safePath = (path: string | null | undefined, otherwise: string): string =>
  path && /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : otherwise
