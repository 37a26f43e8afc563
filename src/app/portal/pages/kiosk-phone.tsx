import { type ActionFunctionArgs, useActionData } from 'react-router'
import { FormProblem } from '../../../web/forms/form-problem.tsx'
import { readForm } from '../../../web/forms/posted.ts'
import { refuseForm } from '../../../web/forms/refused-form.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { tryOperation, visitOf } from '../../../web/portal/visit.ts'
import { QrCode } from '../../../web/ui/qr-code.tsx'

export const meta = () => pageMeta('带到手机上继续', '用手机扫码，登录后从这一页接着办。')

export async function action({ request, context }: ActionFunctionArgs) {
  const posted = await readForm(request)
  const outcome = await tryOperation(context, 'handover.open', { path: posted.text('path') ?? '/' })
  if (!outcome.ok) return refuseForm(posted, outcome)
  const { code, minutes } = outcome.output
  const href = `${new URL(request.url).origin}/h/${code}`
  return { href, minutes, qr: visitOf(context).api.drawQr(href) }
}

/** The QR code by which somebody goes on at their own phone, from the page where they were. */
export default function KioskPhone() {
  const made = useActionData<typeof action>()
  return (
    <Page title="带到手机上继续" lead="用手机扫一扫，登录后从刚才那一页接着办。">
      {made && 'qr' in made ? (
        <>
          <QrCode label="带到手机上继续的二维码" code={made.qr} />
          <p>{made.minutes} 分钟内有效，只能用一次。扫码不会替您登录，要用您自己的手机号登录。</p>
          <p className="muted small handover-href">{made.href}</p>
          <p>扫好以后，请按上面的“结束并清除”。</p>
        </>
      ) : (
        <>
          <FormProblem refused={made} />
          <p>请在要继续的那一页，按上面的“带到手机上继续”。</p>
        </>
      )}
    </Page>
  )
}
