/** Where the portal shows a case of each service. */
const pages: Record<string, string> = { guaranteedLoan: '/loans', correction: '/corrections' }

/** The page of a case; the person's own page for a service that has none. */
export const caseHref = ({ service, id }: { service: string; id: string }): string => {
  const page = pages[service]
  return page ? `${page}/${id}` : '/me'
}
