import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation } from '../../../web/portal/visit.ts'
import { Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Facts } from '../../../web/ui/facts.tsx'

export const meta = () => pageMeta('演示账号', '演示环境里可以用来登录的账号，都是虚构的。')

export const loader = ({ context }: LoaderFunctionArgs) => callOperation(context, 'demo.getAccounts', {})

export default function DemoAccounts() {
  const { items, residentIds } = useLoaderData<typeof loader>()
  return (
    <Page wide title="演示账号" lead="都是虚构的人，只在演示环境里有。">
      <section className="stack-tight" aria-labelledby="persons">
        <h2 id="persons">创业者（在本站登录）</h2>
        <p className="prose">随便写一个 11 位手机号就能登录，第一次登录即注册。验证码在演示信箱里看。</p>
        <p className="prose">
          填实名时请不要用真实的身份证号。下面是编造的号码，可以拿来试：
          {residentIds.map((number) => (
            <span key={number}>
              {' '}
              <code>{number}</code>
            </span>
          ))}
        </p>
        <p className="prose">
          想试代企业办事的，用手机号 <code>19000010000</code>
          登录，在“我的”里打开“代谁办事”，切换到“宜都演示清江茶业有限公司”。
        </p>
        <Buttons>
          <LinkButton href="/login">去登录</LinkButton>
          <LinkButton kind="plain" href="/demo/mailbox">
            看演示信箱
          </LinkButton>
        </Buttons>
      </section>
      <section className="stack-tight" aria-labelledby="staff">
        <h2 id="staff">工作人员（在工作台登录）</h2>
        <p className="prose">动态码每 30 秒换一次，过期了请刷新这一页。</p>
        <Buttons>
          <LinkButton href="/workbench">去工作台</LinkButton>
          <LinkButton kind="plain" href="/demo/accounts">
            刷新动态码
          </LinkButton>
        </Buttons>
        <div className="cards">
          {items.map((person) => (
            <Card key={person.login} title={person.says} level={3}>
              <Facts
                items={[
                  { term: '姓名', value: person.name },
                  { term: '登录名', value: <code>{person.login}</code> },
                  { term: '密码', value: <code>{person.password}</code> },
                  { term: '动态码', value: <code>{person.code}</code> },
                ]}
              />
            </Card>
          ))}
        </div>
      </section>
    </Page>
  )
}
