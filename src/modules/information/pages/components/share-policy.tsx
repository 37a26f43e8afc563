import { Card } from '../../../../web/ui/card.tsx'

/** Ways to pass a policy on that need no script: its address to copy, a mail, paper. */
export function SharePolicy({ title, address }: { title: string; address: string }) {
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${title}\n${address}`)}`
  return (
    <div className="share">
      <Card title="转给别人">
        <label className="small" htmlFor="share-address">
          复制这个网址，发到微信里就能打开
        </label>
        <input className="input input--full" id="share-address" type="url" readOnly value={address} />
        <p>
          <a href={mail}>用邮件发送</a>
        </p>
        <p className="muted small">要纸质的，用浏览器菜单里的“打印”，会按正文排好。</p>
      </Card>
    </div>
  )
}
