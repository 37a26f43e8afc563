/** Goes on through a list that is read by its last row: onwards, and back to the first page. */
export function Pager({ next, first }: { next?: string | null; first?: string | null }) {
  if (!next && !first) return null
  return (
    <nav className="pager" aria-label="翻页">
      {first ? <a href={first}>回到第一页</a> : <span />}
      {next ? (
        <a href={next} rel="next">
          下一页
        </a>
      ) : null}
    </nav>
  )
}
