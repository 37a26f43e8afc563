import type { ReactNode } from 'react'
import type { FieldError } from '../../../shared/errors.ts'
import type { OperationName } from '../../api/portal-api.ts'
import type { CaseView } from './case-view.ts'

export interface ActFieldsProps<View, Value> {
  view: View
  value: Value
  onChange(value: Value): void
  /** What the server found wrong with it. */
  errors: readonly FieldError[]
}

/** What must be given with an action. `Value` is what was typed, as text where it was typed as text; it is kept until sent. */
export interface ActForm<View, Value = unknown> {
  /** As it begins, from what the system knows already. */
  initial(view: View): Value
  /** What still keeps it from being sent, a sentence each; empty when it can go. */
  findMissing(value: Value, view: View): string[]
  /** The operation's input, but for case and version. */
  toInput(value: Value): Record<string, unknown>
  Fields(props: ActFieldsProps<View, Value>): ReactNode
}

/** One action of a flow as staff take it: by which operation, and with what. */
export interface Act<View> {
  action: string
  operation: OperationName
  form?: ActForm<View>
  /** Which thing it is about, where that is not a case by its id. */
  addressed?(view: View): Record<string, unknown>
  /** The usual way on. */
  primary?: boolean
}

/** Under which key the text typed for an action of a case is kept. */
export const keptKey = (view: CaseView, action: string) => `${view.id}.${action}`
