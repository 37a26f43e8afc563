import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import { type IdentityKind, identityKinds, kindsWithoutBirthDate } from '../../../kernel/parties/identity-kinds.ts'
import type { Output } from '../../../web/api/portal-api.ts'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { IdempotencyKey } from '../../../web/forms/idempotency-key.tsx'
import { type Posted, readForm } from '../../../web/forms/posted.ts'
import { errorsByField, type RefusedForm, refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { safePath } from '../../../web/portal/safe-path.ts'
import { callOperation, requirePerson, tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button, Buttons } from '../../../web/ui/button.tsx'
import { DateField } from '../../../web/ui/date-field.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { SelectField } from '../../../web/ui/select-field.tsx'
import { TextField } from '../../../web/ui/text-field.tsx'

export const meta = () => pageMeta('实名信息', '填写真实姓名和证件号码，填一次，以后办事不用再填。')

const nextOf = (request: Request) => safePath(new URL(request.url).searchParams.get('next'), '/me')

export async function loader({ context }: LoaderFunctionArgs) {
  requirePerson(context)
  return callOperation(context, 'person.getOwn', {})
}

export async function action({ request, context }: ActionFunctionArgs) {
  requirePerson(context)
  const posted = await readForm(request)
  const input = {
    name: posted.text('name') ?? '',
    ...readPaper(posted),
    version: Number(posted.values.version),
  }
  const outcome = await tryOperation(context, 'person.declareRealName', input, { key: posted.key })
  if (!outcome.ok) return refuseForm(posted, outcome)
  throw redirect(nextOf(request), 303)
}

type Person = Output<'person.getOwn'>

const kinds = identityKinds.map((kind) => ({ value: kind, zh: kernelTerms[kind].zh }))

/** What a form says of the paper; the country counts for a passport alone. */
const readPaper = (posted: Posted) => ({
  identityKind: posted.text('identityKind') as IdentityKind | undefined,
  identityNumber: posted.text('identityNumber') ?? '',
  identityCountry: posted.text('identityCountry'),
  birthDate: posted.text('birthDate'),
})

interface PaperProps {
  known: IdentityKind | null
  refused: RefusedForm | undefined
}

/** What permits and passports need besides; folded away from all the others. */
function FieldsBeside({ known, refused }: PaperProps) {
  const errors = errorsByField(refused)
  const { identityCountry, birthDate } = refused?.values ?? {}
  const kind = (refused?.values.identityKind ?? known) as IdentityKind | null
  const isNeeded = (kind !== null && kindsWithoutBirthDate.includes(kind)) || Boolean(identityCountry || birthDate)
  return (
    <details open={isNeeded}>
      <summary>用通行证或护照的，还要填出生日期</summary>
      <div className="form">
        <DateField
          label="出生日期"
          name="birthDate"
          hint="通行证和护照的号码里没有，照证件填写。"
          defaultValue={birthDate}
          error={errors.birthDate}
        />
        <TextField
          label="签发国家或地区"
          name="identityCountry"
          width="short"
          autoComplete="off"
          maxLength={3}
          hint="只有护照才填，是护照上的三个字母，例如英国是 GBR。"
          defaultValue={identityCountry}
          error={errors.identityCountry}
        />
      </div>
    </details>
  )
}

function PaperFields({ known, refused }: PaperProps) {
  const errors = errorsByField(refused)
  return (
    <>
      <SelectField
        label="证件类型"
        name="identityKind"
        options={kinds}
        defaultValue={refused?.values.identityKind ?? known ?? 'residentId'}
        error={errors.identityKind}
        required
      />
      <TextField
        label="证件号码"
        name="identityNumber"
        width="medium"
        autoComplete="off"
        maxLength={60}
        hint="照证件填写，末位是字母的写 X。加密保存，只有替您办事的人能看到。"
        defaultValue={refused?.values.identityNumber}
        error={errors.identityNumber}
        required
      />
      <FieldsBeside known={known} refused={refused} />
    </>
  )
}

function DeclareForm({ person, refused }: { person: Person; refused: RefusedForm | undefined }) {
  const errors = errorsByField(refused)
  return (
    <form className="form" method="post" noValidate>
      <IdempotencyKey />
      <input type="hidden" name="version" value={person.version} />
      <FormProblem refused={refused} />
      <TextField
        label="姓名"
        name="name"
        width="medium"
        autoComplete="name"
        hint="与证件上的一致"
        defaultValue={refused?.values.name}
        error={errors.name}
        required
      />
      <PaperFields known={person.identityKind} refused={refused} />
      <Buttons>
        <Button>保存实名信息</Button>
      </Buttons>
    </form>
  )
}

export default function RealName() {
  const person = useLoaderData<typeof loader>()
  const refused = useActionData<RefusedForm>()
  return (
    <Page
      title="实名信息"
      trail={[{ title: '我的', href: '/me' }]}
      lead="办理贷款等事项要知道您是谁。填一次，以后不再问；第一次到窗口时，工作人员会核对证件原件。"
    >
      {person.verification === 'none' ? null : (
        <Facts
          items={[
            { term: '姓名', value: person.name },
            { term: '证件', value: person.identityKind && kernelTerms[person.identityKind].zh },
            { term: '证件号码', value: person.identity },
          ]}
        />
      )}
      {person.verification === 'verified' ? (
        <Banner kind="good" title="已由窗口核对">
          <p>需要更改姓名或证件号码，请带上证件原件到服务窗口办理。</p>
        </Banner>
      ) : null}
      {person.verification === 'declared' ? (
        <Banner kind="info" title="已填写，等窗口核对证件原件">
          <p>不影响您在网上提交申请。填错了可以在下面重新填写。</p>
        </Banner>
      ) : null}
      {person.verification === 'verified' ? null : <DeclareForm person={person} refused={refused} />}
    </Page>
  )
}
