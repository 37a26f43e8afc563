import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { tryOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { Button } from '../../../web/ui/button.tsx'
import { Day } from '../../../web/ui/day.tsx'
import { ErrorSummary } from '../../../web/ui/error-summary.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { TextField } from '../../../web/ui/text-field.tsx'

export const meta = () => pageMeta('文书核验', '凭编号和校验码，核验一份文书是不是本平台发出的。')

export async function loader({ request, context }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const typed = { number: query.get('number')?.trim() ?? '', code: query.get('code')?.trim() ?? '' }
  if (!typed.number && !typed.code) return { typed, outcome: null }
  return { typed, outcome: await tryOperation(context, 'letter.verify', typed) }
}

function Confirmed({ letter }: { letter: Output<'letter.verify'> }) {
  return (
    <>
      <Banner kind="good" title="这份文书是本平台发出的" announce>
        <p>请核对手里的文书和下面的内容是否一致。</p>
      </Banner>
      <Facts
        items={[
          { term: '文书', value: letter.title },
          { term: '编号', value: letter.number },
          { term: '服务', value: letter.serviceLabel },
          { term: '出具机构', value: letter.office },
          { term: '日期', value: <Day date={letter.issuedOn} /> },
          { term: '内容校验值', value: <span className="letter__hash">{letter.hash}</span> },
        ]}
      />
    </>
  )
}

/** Whether a paper that somebody holds is ours: by number and check code, telling nothing of whom it is about. */
export default function LetterVerify() {
  const { typed, outcome } = useLoaderData<typeof loader>()
  const errors = outcome && !outcome.ok ? (outcome.problem.errors ?? []) : []
  const errorOf = (field: string) => errors.find((one) => one.field === field)?.message
  return (
    <Page title="文书核验" lead="编号在文书右上角，校验码在文书末尾的二维码旁边；也可以直接扫那个二维码。">
      {errors.length > 0 ? <ErrorSummary title="还不能核验" errors={errors} /> : null}
      {outcome && !outcome.ok && errors.length === 0 ? (
        <Banner kind="bad" title="没有找到编号和校验码都相符的文书" announce>
          <p>请对照文书再核对一遍。核对无误仍然查不到的，请打文书上的电话，或者拨打 12345 询问，谨防伪造。</p>
        </Banner>
      ) : null}
      {outcome?.ok ? <Confirmed letter={outcome.output} /> : null}
      <form method="get" className="stack">
        <TextField
          label="文书编号"
          name="number"
          hint="例如：西陵创贷受〔2026〕第000123号，方括号可以用普通括号代替"
          defaultValue={typed.number}
          error={errorOf('number')}
          maxLength={60}
        />
        <TextField
          label="校验码"
          name="code"
          width="medium"
          hint="例如：ABCDE-12345"
          defaultValue={typed.code}
          error={errorOf('code')}
          maxLength={20}
        />
        <p>
          <Button>核验</Button>
        </p>
      </form>
    </Page>
  )
}
