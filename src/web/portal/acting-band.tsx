/** Stands below the head of every page while someone acts for an enterprise: for whom, and the way to change it. */
export function ActingBand({ name, lapsed }: { name: string | null; lapsed: boolean }) {
  if (name === null && !lapsed) return null
  return (
    <aside className="acting" aria-label="办事身份">
      <p>
        {name === null ? (
          '原来的代办已经失效，现在为您本人办。'
        ) : (
          <>
            正在代 <strong>{name}</strong> 办。
          </>
        )}{' '}
        <a href="/me/agencies">{name === null ? '查看代办' : '换成为本人办'}</a>
      </p>
    </aside>
  )
}
