import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import type { Output } from '../../../../web/api/portal-api.ts'
import { FormProblem } from '../../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseForm } from '../../../../web/forms/refused-form.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../../web/portal/visit.ts'
import { Button, LinkButton } from '../../../../web/ui/button.tsx'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import { SelectField } from '../../../../web/ui/select-field.tsx'
import { loanPath } from '../components/loan-page.ts'

export const meta = () => pageMeta('开始申请创业担保贷款', '先选经营所在地，由当地的窗口受理。')

const COUNTY_DIGITS = 6
const CITY_DIGITS = 4
const asCode = (digits: string) => digits.padEnd(12, '0')

type Context = LoaderFunctionArgs['context']

const divisionsBelow = async (context: Context, parent: string | undefined) =>
  parent ? (await callOperation(context, 'division.find', { parent })).items : []

/** The place chosen so far: as the address says, else where the person is registered. */
function readPlace(request: Request, own: string | null) {
  const query = new URL(request.url).searchParams
  const given = (name: string) => /^\d{12}$/.exec(query.get(name) ?? '')?.[0]
  const city = given('city') ?? (own ? asCode(own.slice(0, CITY_DIGITS)) : undefined)
  const ownCounty =
    own && !given('city') && own.slice(CITY_DIGITS, COUNTY_DIGITS) !== '00'
      ? asCode(own.slice(0, COUNTY_DIGITS))
      : undefined
  const county = given('county') ?? ownCounty
  return { city, county: city && county?.startsWith(city.slice(0, CITY_DIGITS)) ? county : undefined }
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { acting } = requirePerson(context)
  const [applicant, own] = await Promise.all([
    acting ? callOperation(context, 'enterprise.getOwn', {}) : callOperation(context, 'person.getOwn', {}),
    callOperation(context, 'case.findOwn', {}),
  ])
  const { city, county } = readPlace(request, applicant.division)
  const [cities, counties, streets, windows] = await Promise.all([
    callOperation(context, 'division.find', {}),
    divisionsBelow(context, city),
    divisionsBelow(context, county),
    county ? callOperation(context, 'office.find', { division: county }) : { items: [] },
  ])
  const open = own.items.find((one) => one.service === 'guaranteedLoan' && one.holder !== 'none')
  const applies = { id: applicant.id, name: acting?.name ?? null }
  return {
    applies,
    city,
    county,
    cities: cities.items,
    counties,
    streets,
    window: windows.items[0] ?? null,
    open: open ?? null,
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const outcome = await tryOperation(
    context,
    'loan.open',
    { division: posted.text('division') ?? '', partyId: posted.values.partyId ?? '' },
    { key: posted.key },
  )
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(loanPath(outcome.output.id, '/apply'), 303)
}

type Division = Output<'division.find'>['items'][number]

const toOption = ({ code, name }: Pick<Division, 'code' | 'name'>) => ({ value: code, zh: name })

interface PlaceProps {
  city: string | undefined
  county: string | undefined
  cities: readonly Division[]
  counties: readonly Division[]
}

function PlaceForm({ city, county, cities, counties }: PlaceProps) {
  return (
    <form className="filter" method="get">
      <SelectField label="市" name="city" options={cities.map(toOption)} defaultValue={city} />
      {city && counties.length > 0 ? (
        <SelectField label="县（市、区）" name="county" options={counties.map(toOption)} defaultValue={county} />
      ) : null}
      <Button kind={county ? 'plain' : 'primary'}>{county ? '换一个地方' : '选好了，继续'}</Button>
    </form>
  )
}

interface OpenProps {
  partyId: string
  county: Division
  streets: readonly Division[]
  window: Output<'office.find'>['items'][number]
  refused: RefusedForm | undefined
}

function OpenForm({ partyId, county, streets, window, refused }: OpenProps) {
  const whole = { value: county.code, zh: `不确定是哪个，就按${county.name}` }
  return (
    <form className="form" method="post" noValidate>
      <IdempotencyKey />
      <input type="hidden" name="partyId" value={partyId} />
      <SelectField
        label="街道（乡镇）"
        name="division"
        options={[...streets.map(toOption), whole]}
        empty="请选择"
        defaultValue={refused?.values.division}
        error={errorsByField(refused).division}
      />
      <Facts
        items={[
          { term: '受理窗口', value: window.name },
          { term: '窗口地址', value: window.address },
          { term: '窗口电话', value: window.phone },
        ]}
      />
      <Button>开始填写</Button>
    </form>
  )
}

function NoWindow({ name }: { name: string }) {
  return (
    <EmptyState
      title={`${name}还没有窗口在本平台受理`}
      action={<LinkButton href="/windows">查看有哪些窗口</LinkButton>}
    >
      <p>请换成您实际经营的其他地方，或者打电话问当地的就业服务机构怎么申请。</p>
    </EmptyState>
  )
}

/** Where the business is decides whose window takes the application in. */
export default function LoanNewPage() {
  const { applies, open, window, streets, ...place } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const county = place.counties.find(({ code }) => code === place.county)
  return (
    <Page
      title={applies.name ? `${applies.name}在哪里经营？` : '您在哪里经营？'}
      lead="按实际经营的地方选，不看户籍。由那里的窗口受理您的创业担保贷款申请。"
      trail={[{ title: '创业担保贷款', href: '/services/guaranteed-loan' }]}
    >
      {open ? (
        <EmptyState
          title="您已有一件创业担保贷款正在办理"
          action={<LinkButton href={loanPath(open.id)}>继续办理这一件</LinkButton>}
        >
          <p>
            编号 {open.number}，{open.sentence}。同一项服务同时只能办一件；想重新申请的，请先撤回这一件。
          </p>
        </EmptyState>
      ) : (
        <>
          <FormProblem refused={refused} />
          <PlaceForm {...place} />
          {county && window ? (
            <OpenForm partyId={applies.id} county={county} streets={streets} window={window} refused={refused} />
          ) : null}
          {county && !window ? <NoWindow name={county.name} /> : null}
        </>
      )}
    </Page>
  )
}
