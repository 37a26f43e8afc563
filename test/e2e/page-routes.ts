import { readFileSync } from 'node:fs'
import { matchRoutes, type RouteObject } from 'react-router'
import portalRoutes from '../../src/app/portal/routes.ts'
import { desks } from '../../src/app/workbench/desks.ts'

/** Addresses of the portal that draw no page: they act and lead on. */
const withoutPage = ['logout', 'kiosk/end']

const WORKBENCH = '/workbench'

/** The workbench's own pages, as its one list of routes names them; the server's tests load no page. */
const workbenchText = readFileSync(new URL('../../src/web/workbench/workbench.tsx', import.meta.url), 'utf8')

function declaredPaths(): string[] {
  const own = [...workbenchText.matchAll(/<Route\s+path="(\/[^"]*)"/g)].map(([, path = '']) => path)
  const brought = desks.flatMap(({ pages }) => pages.map(({ path }) => path))
  const portal = portalRoutes.map(({ path = '' }) => path).filter((path) => !withoutPage.includes(path))
  return [...portal.map((path) => `/${path}`), ...[...own, ...brought].map((path) => WORKBENCH + path)]
}

/** The pages that the two faces declare and of which none of these addresses is one. */
export function findUnvisited(addresses: ReadonlySet<string>): string[] {
  const paths = declaredPaths()
  const routes: RouteObject[] = paths.map((path) => ({ id: path, path }))
  const seen = new Set([...addresses].map((address) => matchRoutes(routes, address)?.[0]?.route.id))
  return paths.filter((path) => !seen.has(path))
}
