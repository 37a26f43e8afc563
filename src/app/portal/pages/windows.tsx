import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { OfficeRow } from '../../../web/portal/office-row.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation } from '../../../web/portal/visit.ts'
import { Button } from '../../../web/ui/button.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { SelectField } from '../../../web/ui/select-field.tsx'

export const handle = { reading: true }

export const meta = () => pageMeta('服务窗口', '创业服务窗口的地址、电话和接待时间。')

interface Choice {
  city: string | undefined
  county: string | undefined
}

/** Twelve digits or nothing: an address that says anything else is read as none chosen. */
function readChoice(request: Request): Choice {
  const query = new URL(request.url).searchParams
  const read = (name: string) => /^\d{12}$/.exec(query.get(name) ?? '')?.[0]
  const city = read('city')
  const county = read('county')
  return { city, county: city && county?.startsWith(city.slice(0, 4)) ? county : undefined }
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const choice = readChoice(request)
  const [cities, counties, offices] = await Promise.all([
    callOperation(context, 'division.find', {}),
    choice.city ? callOperation(context, 'division.find', { parent: choice.city }) : { items: [] },
    callOperation(context, 'office.find', { division: choice.county ?? choice.city }),
  ])
  return { ...choice, cities: cities.items, counties: counties.items, windows: offices.items }
}

type Division = Output<'division.find'>['items'][number]

const toOption = ({ code, name }: Division) => ({ value: code, zh: name })

export default function Windows() {
  const { city, county, cities, counties, windows } = useLoaderData<typeof loader>()
  return (
    <Page
      title="服务窗口"
      lead="不方便上网，或者看不明白，都可以到窗口来。带上身份证件，工作人员替您查条件、填表、交材料，办到哪一步您在手机上一样能看到。"
    >
      <form className="filter" method="get">
        <SelectField label="市" name="city" options={cities.map(toOption)} empty="全部" defaultValue={city} />
        {city && counties.length > 0 ? (
          <SelectField
            label="县（区）"
            name="county"
            options={counties.map(toOption)}
            empty="全市"
            defaultValue={county}
          />
        ) : null}
        <Button kind="plain">按地区查看</Button>
      </form>
      {windows.length > 0 ? (
        <ul className="rows">
          {windows.map((office) => (
            <li key={office.id}>
              <OfficeRow office={office} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState title="这个地区还没有登记窗口" action={<a href="/windows">看全部窗口</a>}>
          <p>可以先打全市窗口的电话问一问。</p>
        </EmptyState>
      )}
    </Page>
  )
}
