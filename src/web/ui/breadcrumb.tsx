export interface Crumb {
  title: string
  href: string
}

/** Where this page lies; the page itself is not in the trail, its heading says it. */
export function Breadcrumb({ trail }: { trail: readonly Crumb[] }) {
  return (
    <nav className="breadcrumb" aria-label="所在位置">
      <ol>
        {[{ title: '首页', href: '/' }, ...trail].map((crumb) => (
          <li key={crumb.href}>
            <a href={crumb.href}>{crumb.title}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
