import { Button } from 'antd'
import { formatInstant } from '../../../shared/dates.ts'
import { useWrite } from '../calls.ts'
import { ProblemNotice } from '../notices.tsx'
import { QrCode } from '../qr-code.tsx'
import { hasRole, useSession } from '../session.tsx'
import type { CaseView } from './case-view.ts'

/** On an ended case: a one-time address by which the applicant rates at once, on this screen or by their own telephone. */
export function RateCard({ view }: { view: Pick<CaseView, 'id'> & { endedAt: string | null } }) {
  const { data: session } = useSession()
  const invite = useWrite('rating.invite')
  const mayInvite = ['clerk', 'reviewer', 'approver'].some((role) => hasRole(session, role))
  if (view.endedAt === null || !mayInvite) return null
  return (
    <section className="rate-card" aria-labelledby="rate">
      <h2 id="rate">请申请人评价</h2>
      {invite.data ? (
        <>
          <QrCode text={location.origin + invite.data.path} label="评价二维码，用手机扫" />
          <p>
            请申请人用手机扫，或<a href={invite.data.path}>在这台电脑上打开评价页</a>，把屏幕转过去。
          </p>
          <p className="quiet">{formatInstant(new Date(invite.data.expiresAt))}前有效。您看不到评的是什么。</p>
        </>
      ) : (
        <Button loading={invite.isPending} onClick={() => invite.mutate({ id: view.id })}>
          请申请人当场评价
        </Button>
      )}
      <ProblemNotice error={invite.error} />
    </section>
  )
}
