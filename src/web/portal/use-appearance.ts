import { useRouteLoaderData } from 'react-router'
import { type Appearance, usualAppearance } from './appearance.ts'

/** How the reader of this page wants it to look; the root's loader knows. */
export const useAppearance = (): Appearance =>
  useRouteLoaderData<{ appearance?: Appearance }>('root')?.appearance ?? usualAppearance
