import { Button } from '../ui/button.tsx'

interface KioskBarProps {
  /** Where one is, to go on from there on a phone. */
  path: string
  idleSeconds: number
  nonce: string
}

/** On every page of a kiosk (自助终端): back, home, on to the phone, done; and the question whether somebody is still there. */
export function KioskBar({ path, idleSeconds, nonce }: KioskBarProps) {
  return (
    <>
      <nav className="kiosk-bar" aria-label="自助终端">
        <a className="button button--plain" href="/kiosk" data-kiosk-back="">
          返回
        </a>
        <a className="button button--plain" href="/kiosk">
          首页
        </a>
        <form method="post" action="/kiosk/phone">
          <input type="hidden" name="path" value={path} />
          <Button kind="plain">带到手机上继续</Button>
        </form>
        <a className="button button--danger" href="/kiosk/end">
          结束并清除
        </a>
      </nav>
      <dialog id="kiosk-idle" className="kiosk-idle" aria-labelledby="kiosk-idle-title">
        <h2 id="kiosk-idle-title">您还在吗？</h2>
        <p>
          <output>{idleSeconds}</output> 秒后自动退出登录，清除这台机器上的内容。填过并保存的草稿还在，下次登录接着填。
        </p>
        <form method="dialog" className="buttons">
          <Button>我还在，继续办</Button>
          <a className="button button--plain" href="/kiosk/end">
            现在结束
          </a>
        </form>
      </dialog>
      <noscript>
        <p className="kiosk-bar__notice">离开前请按“结束并清除”。</p>
      </noscript>
      <script src="/kiosk.js" nonce={nonce} data-idle={idleSeconds} defer />
    </>
  )
}
