import { Mark } from '../ui/mark.tsx'
import type { Appearance } from './appearance.ts'

const places = [
  { title: '办事', href: '/catalogue', below: ['/catalogue', '/services', '/eligibility', '/windows'] },
  { title: '政策', href: '/policies', below: ['/policies'] },
  { title: '搜索', href: '/search', below: ['/search'] },
  { title: '我的', href: '/me', below: ['/me', '/loans', '/letters', '/login'] },
]

const liesBelow = (path: string, above: string) => path === above || path.startsWith(`${above}/`)

interface MastheadProps {
  path: string
  /** Path and query, to come back to. */
  here: string
  size: Appearance['size']
}

/** The head of every page: whose house this is, its four rooms, and the way to large type and back. */
export function Masthead({ path, here, size }: MastheadProps) {
  return (
    <header className="masthead">
      <div className="masthead__inner">
        <a className="masthead__home" href="/" aria-label="启创，公共创业服务平台，首页">
          <Mark size={34} />
          <span className="masthead__place">公共创业服务平台</span>
        </a>
        <form method="post" action="/appearance">
          <input type="hidden" name="next" value={here} />
          <button type="submit" className="masthead__view" name="size" value={size === 'elder' ? 'usual' : 'elder'}>
            {size === 'elder' ? '标准版' : '长辈版'}
          </button>
        </form>
        <nav aria-label="主导航">
          <ul className="masthead__nav">
            {places.map(({ title, href, below }) => (
              <li key={href}>
                <a href={href} aria-current={below.some((above) => liesBelow(path, above)) ? 'true' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  )
}
