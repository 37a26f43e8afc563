import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Output } from '../../api/portal-api.ts'
import { useOperation } from '../calls.ts'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { Paging } from '../paging.tsx'
import { hasRole, useSession } from '../session.tsx'
import { saveInbox } from './inbox-csv.ts'
import { addressOf, type InboxFilter, inboxAddress, readFilter, rememberInbox } from './inbox-filter.ts'
import { InboxFilters } from './inbox-filters.tsx'
import { InboxTable } from './inbox-table.tsx'
import { ReassignPanel } from './reassign-panel.tsx'

type Inbox = Output<'case.findInbox'>

/** The rows that are ticked, as the server gave them last; what has left the page is let go of. */
function useChosen(inbox: Inbox) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const items = inbox.items.filter((item) => ids.has(item.id))
  return { ids, items, choose: (list: readonly { id: string }[]) => setIds(new Set(list.map(({ id }) => id))) }
}

function InboxMatter({ inbox, filter, refreshing }: { inbox: Inbox; filter: InboxFilter; refreshing: boolean }) {
  const { ids, items: chosen, choose } = useChosen(inbox)
  const [handing, setHanding] = useState(false)
  const [done, setDone] = useState('')
  if (inbox.items.length > 0) {
    return (
      <>
        <div className="inbox__bulk">
          <Button disabled={chosen.length === 0} onClick={() => setHanding(true)}>
            转办选中的 {chosen.length} 件
          </Button>
          <span role="status">{done}</span>
        </div>
        {handing && chosen.length > 0 ? (
          <ReassignPanel
            key={chosen.map(({ id, holding }) => `${id}${holding}`).join()}
            chosen={chosen}
            onCancel={() => setHanding(false)}
            onDone={(says) => {
              setDone(says)
              setHanding(false)
              choose([])
            }}
          />
        ) : null}
        <InboxTable items={inbox.items} busy={refreshing} chosen={ids} onChoose={choose} />
        <Paging filter={filter} next={inbox.next} address={inboxAddress} />
      </>
    )
  }
  const narrowed = Boolean(
    filter.state || filter.unassigned || filter.overdue || filter.division || filter.q || filter.after,
  )
  return (
    <Nothing says={narrowed ? '没有符合这些条件的办件。' : '现在没有这样的办件。'}>
      <p className="quiet">
        {narrowed
          ? '放宽条件，或看看辖区内的全部办件。'
          : '新提交的办件会出现在这里；窗口来人时，可以从“窗口收件”开始。'}
      </p>
    </Nothing>
  )
}

/** Whoever handles cases begins with their own; an administrator with what waits in the division. */
function useInboxFilter(search: URLSearchParams): InboxFilter {
  const { data: session } = useSession()
  const handles = hasRole(session, 'clerk') || hasRole(session, 'reviewer')
  return { view: handles ? 'mine' : 'waiting', ...readFilter(search) }
}

/** What waits for me and what lies in my reach, the most urgent first. */
export function InboxPage() {
  const [search] = useSearchParams()
  const filter = useInboxFilter(search)
  const { data, error, refetch, isFetching, isPlaceholderData } = useOperation('case.findInbox', filter, {
    keepPrevious: true,
    live: true,
  })
  const { data: counted, refetch: recount } = useOperation('case.countInbox', {}, { live: true })
  const refresh = () => void Promise.all([refetch(), recount()])
  const address = addressOf(filter)
  useEffect(() => rememberInbox(address), [address])
  return (
    <div className="inbox">
      <title>收件箱 · 启创工作台</title>
      <div className="page-head">
        <h1>收件箱</h1>
        <div className="page-head__acts">
          <Button onClick={refresh} loading={isFetching}>
            刷新
          </Button>
          <Button disabled={!data || data.items.length === 0} onClick={() => data && saveInbox(data.items)}>
            导出本页（CSV）
          </Button>
        </div>
      </div>
      <InboxFilters filter={filter} counted={counted} />
      {error ? <ProblemNotice error={error} onRetry={refresh} /> : null}
      {data ? <InboxMatter inbox={data} filter={filter} refreshing={isPlaceholderData} /> : null}
      {!data && !error ? <Waiting what="收件箱" /> : null}
    </div>
  )
}
