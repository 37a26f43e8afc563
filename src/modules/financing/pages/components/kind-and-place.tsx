import type { Output } from '../../../../web/api/portal-api.ts'
import { Button } from '../../../../web/ui/button.tsx'
import { SelectField } from '../../../../web/ui/select-field.tsx'
import { type ApplicantKind, applicantKinds } from '../../schema.ts'

type Guide = Pick<Output<'loan.getGuide'>, 'kind' | 'division' | 'localPlaces'>

const NATION = '000000000000'

/** What an address says of kind and place; whatever is neither is left out. */
export function readKindAndPlace(request: Request): { kind?: ApplicantKind; division?: string } {
  const query = new URL(request.url).searchParams
  const kind = applicantKinds.find((one) => one.value === query.get('kind'))?.value
  const division = /^[1-9]\d{11}$/.exec(query.get('division') ?? '')?.[0]
  return { ...(kind ? { kind } : {}), ...(division ? { division } : {}) }
}

/** The same page for another kind of applicant. */
export function KindLinks({ kind, path }: { kind: ApplicantKind; path: string }) {
  return (
    <nav aria-label="申请主体">
      <ul className="kinds">
        {applicantKinds.map(({ value, zh, says }) => (
          <li key={value}>
            <a href={`${path}?kind=${value}`} aria-current={value === kind ? 'page' : undefined}>
              <strong>{zh}</strong>
              <span className="muted small block">{says}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Where one does business: places with a rule of their own, and everywhere else. */
export function PlaceFilter({ kind, division, localPlaces }: Guide) {
  if (localPlaces.length === 0) return null
  const options = localPlaces.map(({ code, name }) => ({ value: code, zh: `${name}（有本地规定）` }))
  return (
    <form className="filter" method="get">
      <input type="hidden" name="kind" value={kind} />
      <SelectField
        label="您在哪里经营"
        name="division"
        options={options}
        empty="其他地方（按国家规定）"
        defaultValue={division === NATION ? '' : division}
      />
      <Button kind="plain">看这里的规定</Button>
    </form>
  )
}
