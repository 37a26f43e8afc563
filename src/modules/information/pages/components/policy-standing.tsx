import type { Output } from '../../../../web/api/portal-api.ts'
import { StateText } from '../../../../web/ui/state-text.tsx'

export type PolicyItem = Output<'policy.find'>['items'][number]
export type Policy = Output<'policy.get'>

const tones = { current: 'good', future: 'info', expired: 'quiet', replaced: 'quiet', withdrawn: 'bad' } as const

/** Whether a policy holds today, in its one word; a demonstration text says so beside it. */
export function PolicyStanding({ policy }: { policy: Pick<PolicyItem, 'standing' | 'standingLabel' | 'invented'> }) {
  return (
    <span className="standing">
      <StateText tone={tones[policy.standing]}>{policy.standingLabel}</StateText>
      {policy.invented ? <span className="invented">演示数据</span> : null}
    </span>
  )
}
