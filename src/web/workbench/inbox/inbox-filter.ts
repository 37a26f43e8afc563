import type { Input } from '../../api/portal-api.ts'
import { listAddress } from '../list-address.ts'

/** What an inbox shows; kept in the address, so that it survives reloading and can be passed on. */
export type InboxFilter = Input<'case.findInbox'>

export const inboxAddress = listAddress<InboxFilter>([
  'view',
  'sort',
  'state',
  'assignee',
  'unassigned',
  'overdue',
  'division',
  'q',
  'after',
])
export const { read: readFilter, addressOf } = inboxAddress

const KEY = 'qichuang.inbox'

/** The filter that was last used in this window, as an address. */
export const lastInbox = (): string => sessionStorage.getItem(KEY) ?? ''

export const rememberInbox = (search: string) => sessionStorage.setItem(KEY, search)
