/** The foot of every page: what this is, and what must be known of it. */
export function Footing({ demo, here }: { demo: boolean; here: string }) {
  return (
    <footer className="footing">
      <div className="footing__inner">
        {demo ? (
          <p className="footing__note">
            这是演示环境：机构、人员、办件和注明“演示”的政策均为虚构，请不要填写真实的个人信息。页面上的政策内容不作为办事依据。
          </p>
        ) : null}
        <ul aria-label="更多">
          <li>
            <a href="/catalogue">服务目录</a>
          </li>
          <li>
            <a href="/windows">服务窗口</a>
          </li>
          <li>
            <a href="/letters/verify">文书核验</a>
          </li>
          <li>
            <a href={`/appearance?next=${encodeURIComponent(here)}`}>显示设置</a>
          </li>
          <li>
            <a href="/figures">服务数据</a>
          </li>
          <li>
            <a href="/consents/terms">服务条款</a>
          </li>
          <li>
            <a href="/consents/privacy">个人信息处理说明</a>
          </li>
          {demo ? (
            <>
              <li>
                <a href="/demo/mailbox">演示信箱</a>
              </li>
              <li>
                <a href="/demo/accounts">演示账号</a>
              </li>
            </>
          ) : null}
          <li>
            <a href="/workbench">工作人员入口</a>
          </li>
        </ul>
        <p>启创 · 公共创业服务平台</p>
      </div>
    </footer>
  )
}
