import { Button } from 'antd'
import { Link } from 'react-router'
import { formatInstant } from '../../shared/dates.ts'
import { useOperation, useWrite } from './calls.ts'
import { Nothing, PageWithout } from './notices.tsx'

/** What a member of staff was told: cases that came to them, or were taken over from them. */
export function StaffNoticesPage() {
  const { data, error, refetch } = useOperation('staffNotice.find', {}, { live: true })
  const read = useWrite('staffNotice.read', { refreshes: ['staffNotice.find'] })
  if (!data) return <PageWithout what="提醒" error={error} onRetry={() => void refetch()} />
  return (
    <div className="narrow">
      <title>给我的提醒 · 启创工作台</title>
      <div className="page-head">
        <h1>给我的提醒</h1>
        <Button disabled={data.unread === 0} loading={read.isPending} onClick={() => read.mutate({})}>
          全部标为已读
        </Button>
      </div>
      {data.items.length === 0 ? (
        <Nothing says="还没有提醒。转来的、被同事接办的、代理的办件，会在这里告诉您。" />
      ) : null}
      <ul className="lines">
        {data.items.map((notice) => (
          <li key={notice.id}>
            <p>
              {notice.isRead ? notice.title : <strong>{notice.title}</strong>}{' '}
              <time className="quiet" dateTime={notice.at}>
                {formatInstant(new Date(notice.at))}
              </time>
            </p>
            <p>{notice.body}</p>
          </li>
        ))}
      </ul>
      <p>
        <Link to="/inbox">回到收件箱</Link>
      </p>
    </div>
  )
}
