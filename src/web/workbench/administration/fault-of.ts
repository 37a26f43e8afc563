import type { CallRefused } from '../../api/http-client.ts'

/** What the server found wrong with a field, in its words. */
export const faultOf = (error: CallRefused | null, field: string): string | undefined =>
  error?.problem.errors?.find((one) => one.field === field)?.message
