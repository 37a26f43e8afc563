/** What a page may say of itself in its `handle` export. */
export interface PageHandle {
  /** Sends the client runtime and hydrates; a page without it runs no script at all. */
  interactive?: boolean
}

/** Whether any of the matched routes asks for scripts. */
export const isInteractive = (handles: readonly unknown[]): boolean =>
  handles.some((handle) => (handle as PageHandle | undefined)?.interactive === true)
