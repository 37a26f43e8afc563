import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { industryChoices } from '../../../kernel/parties/industries.ts'
import { type LegalForm, legalForms } from '../../../kernel/parties/legal-forms.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseFaults, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Button, Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { ChoiceField } from '../../../web/ui/choice-field.tsx'
import { DateField } from '../../../web/ui/date-field.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { SelectField } from '../../../web/ui/select-field.tsx'
import { TextField } from '../../../web/ui/text-field.tsx'

export const meta = () => pageMeta('登记代办', '照营业执照填写企业，再上传授权委托书。')

const CITY_DIGITS = 4

export async function loader({ request, context }: LoaderFunctionArgs) {
  const session = requirePerson(context)
  if (session.acting) return { city: '', cities: [], counties: [], acting: session.acting.name }
  const given = /^\d{12}$/.exec(new URL(request.url).searchParams.get('city') ?? '')?.[0]
  const home = session.roles[0]?.division ?? ''
  const city = given ?? home.slice(0, CITY_DIGITS).padEnd(12, '0')
  const [cities, counties] = await Promise.all([
    callOperation(context, 'division.find', {}),
    callOperation(context, 'division.find', { parent: city }),
  ])
  return { city, cities: cities.items, counties: counties.items, acting: null }
}

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const input = {
    name: posted.text('name') ?? '',
    creditCode: posted.text('creditCode') ?? '',
    legalForm: (posted.text('legalForm') ?? '') as LegalForm,
    industry: posted.text('industry') ?? '',
    registeredOn: posted.day('registeredOn') ?? '',
    division: posted.text('division') ?? '',
    validTo: posted.day('validTo') ?? '',
  }
  if (posted.faults.length > 0) return refuseFaults(posted)
  const outcome = await tryOperation(context, 'agency.propose', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(`/me/agencies/${outcome.output.id}`, 303)
}

interface RegisterProps {
  counties: readonly { code: string; name: string }[]
  refused: RefusedForm | undefined
}

function RegisterForm({ counties, refused }: RegisterProps) {
  const errors = errorsByField(refused)
  const field = (name: string) => ({ name, defaultValue: refused?.values[name], error: errors[name], required: true })
  return (
    <form method="post" className="form" noValidate>
      <IdempotencyKey />
      <TextField
        {...field('name')}
        label="企业名称"
        hint="营业执照上的全称"
        maxLength={80}
        autoComplete="organization"
      />
      <TextField
        {...field('creditCode')}
        label="统一社会信用代码"
        hint="营业执照上的 18 位，里面没有字母 I、O、S、V、Z"
        width="medium"
        maxLength={30}
        autoComplete="off"
      />
      <ChoiceField {...field('legalForm')} label="企业类型" options={legalForms} />
      <SelectField
        {...field('industry')}
        label="所属行业"
        hint="按主营业务选；用来判断企业规模"
        options={industryChoices}
        empty="请选择"
      />
      <DateField {...field('registeredOn')} label="登记日期" hint="营业执照上的成立日期" />
      <SelectField
        {...field('division')}
        label="登记所在地"
        options={counties.map(({ code, name }) => ({ value: code, zh: name }))}
        empty="请选择"
      />
      <DateField {...field('validTo')} label="授权到哪一天" hint="照授权委托书填写，最长三年" />
      <Buttons>
        <Button>保存，下一步上传授权委托书</Button>
      </Buttons>
    </form>
  )
}

/** Who one acts for, as their licence says; the paper comes next. */
export default function AgencyNewPage() {
  const { city, cities, counties, acting } = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title="登记代办"
      lead="照营业执照填写。窗口核对授权委托书以后，您就可以代这家企业办事。"
      trail={[
        { title: '我的', href: '/me' },
        { title: '代谁办事', href: '/me/agencies' },
      ]}
    >
      {acting ? (
        <EmptyState
          title={`您正在代${acting}办事`}
          action={<LinkButton href="/me/agencies?next=/me/agencies/new">去切换回为本人办</LinkButton>}
        >
          <p>登记代办要用您本人的身份。</p>
        </EmptyState>
      ) : (
        <>
          <FormProblem refused={refused} />
          <form className="filter" method="get">
            <SelectField
              label="企业登记在哪个市"
              name="city"
              options={cities.map(({ code, name }) => ({ value: code, zh: name }))}
              defaultValue={city}
            />
            <Button kind="plain">换一个市</Button>
          </form>
          <RegisterForm counties={counties} refused={refused} />
        </>
      )}
    </Page>
  )
}
