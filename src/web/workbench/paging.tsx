import { Button } from 'antd'
import { useLocation, useNavigate } from 'react-router'
import type { ListAddress } from './list-address.ts'

/** The cursors of the pages before this one; they travel with the history entry. */
interface Trail {
  cursors?: (string | null)[]
}

interface PagingProps<Filter> {
  filter: Filter
  /** The server's cursor of the next page. */
  next: string | null
  address: ListAddress<Filter>
}

/** Forward by the server's cursor, back by the cursors that led here. */
export function Paging<Filter extends { after?: string }>({ filter, next, address }: PagingProps<Filter>) {
  const navigate = useNavigate()
  const trail = (useLocation().state as Trail | null)?.cursors ?? []
  const go = (after: string | null | undefined, cursors: (string | null)[]) =>
    void navigate(
      address.addressOf({ ...filter, after: undefined }, { after: after ?? undefined } as Partial<Filter>),
      { state: { cursors } },
    )
  if (!next && !filter.after) return null
  return (
    <nav className="paging" aria-label="翻页">
      <Button disabled={!filter.after} onClick={() => go(trail.at(-1), trail.slice(0, -1))}>
        {trail.length > 0 || !filter.after ? '上一页' : '回到第一页'}
      </Button>
      <Button disabled={!next} onClick={() => go(next, [...trail, filter.after ?? null])}>
        下一页
      </Button>
    </nav>
  )
}
