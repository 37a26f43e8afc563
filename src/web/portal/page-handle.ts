/** What a page may say of itself in its `handle` export. */
export interface PageHandle {
  /** Sends the client runtime and hydrates; a page without it runs no script at all. */
  interactive?: boolean
  /** The same for everyone who is not logged in, so that it may be cached for a short while. */
  reading?: boolean
}

/** Whether any of the matched routes says so of itself. */
export const hasHandle = (handles: readonly unknown[], key: keyof PageHandle): boolean =>
  handles.some((handle) => (handle as PageHandle | undefined)?.[key] === true)
