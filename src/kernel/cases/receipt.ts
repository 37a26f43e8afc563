/** What every act on a case answers: enough to go on, and nothing personal, so that it can be stored with its key. */
export interface CaseReceipt {
  id: string
  number: string
  state: string
  version: number
}

/** What the caller saw and gives: the version they looked at, and what the history keeps of it (never personal data, nor money). */
export interface ActRequest {
  id: string
  version: number
  detail?: Record<string, unknown>
  /** What letters tell of the step besides: sums of money, which stand in the module's own rows and sealed in the letter. */
  told?: Record<string, unknown>
}

export const receiptOf = (row: { id: string; number: string }, state: string, version: number): CaseReceipt => ({
  id: row.id,
  number: row.number,
  state,
  version,
})
