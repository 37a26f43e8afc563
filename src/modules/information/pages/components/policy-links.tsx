import { Card } from '../../../../web/ui/card.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import type { Policy } from './policy-standing.tsx'

type Neighbour = Policy['links'][number]

/** Another policy by its name; one that is out of force says so wherever it is cited. */
export function PolicyLink({ to }: { to: Pick<Neighbour, 'slug' | 'title' | 'standing' | 'standingLabel'> }) {
  return (
    <>
      <a href={`/policies/${to.slug}`}>《{to.title}》</a>
      {to.standing === 'current' ? null : <span className="cited">（{to.standingLabel}）</span>}
    </>
  )
}

/** The policies around one, both ways, by what they are to it. */
export function PolicyLinks({ links }: { links: readonly Neighbour[] }) {
  if (links.length === 0) return null
  const relations = [...Map.groupBy(links, (link) => link.relationLabel)]
  return (
    <Card title="和其他政策的关系">
      <Facts
        items={relations.map(([term, those]) => ({
          term,
          value: (
            <ul className="plain-links">
              {those.map((link) => (
                <li key={link.slug}>
                  <PolicyLink to={link} />
                </li>
              ))}
            </ul>
          ),
        }))}
      />
    </Card>
  )
}
