import { Banner } from '../../../../web/ui/banner.tsx'
import type { LoanView } from './loan-page.ts'

/** Stands on every page of an application that is not handed in: filled in is not yet sent. */
export function UnsentBand({ loan }: { loan: Pick<LoanView, 'state'> }) {
  if (loan.state === 'supplement') {
    return (
      <Banner kind="warn" title="补正尚未交回">
        <p>您改的内容已经保存，但窗口还看不到。补齐以后请按“交回补正”，窗口才会接着办。</p>
      </Banner>
    )
  }
  return (
    <Banner kind="warn" title="尚未提交">
      <p>这份申请还是草稿，保存在平台上，换一台设备登录也能接着填。按了“提交申请”，窗口才会开始办理。</p>
    </Banner>
  )
}
