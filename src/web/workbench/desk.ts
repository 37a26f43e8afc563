import { type ComponentType, createContext, useContext } from 'react'

/** One address of a service's own pages, below the workbench. */
export interface DeskPage {
  path: string
  page: ComponentType
}

/** What staff can handle here of one service; the composition root lists them. */
export interface Desk {
  /** The service's name on the case spine. */
  service: string
  zh: string
  /** What the window should know before it takes one in. */
  says: string
  /** The catalogue's name of the module it belongs to. */
  module: string
  casePath(caseId: string): string
  /** Where the window opens a case for a person; none where nobody applies. */
  openPath?(personId: string): string
  /** Where it opens one for an enterprise; absent for services that are for persons alone. */
  openEnterprisePath?(enterpriseId: string): string
  /** Its own first page, where its work does not lie in the inbox. */
  home?: { path: string; zh: string; role: string }
  pages: readonly DeskPage[]
}

export const DesksContext = createContext<readonly Desk[]>([])

export const useDesks = () => useContext(DesksContext)

/** A desk at which the window can take something in for a person. */
type TakingIn = Desk & Required<Pick<Desk, 'openPath'>>

export const useTakingIn = () => useDesks().filter((desk): desk is TakingIn => desk.openPath !== undefined)

/** Address of a case's page; undefined for a service that has no desk here. */
export function useCasePath() {
  const desks = useDesks()
  return (service: string, caseId: string) => desks.find((desk) => desk.service === service)?.casePath(caseId)
}
