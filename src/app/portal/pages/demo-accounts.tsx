import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation } from '../../../web/portal/visit.ts'
import { Banner } from '../../../web/ui/banner.tsx'
import { LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Facts } from '../../../web/ui/facts.tsx'

export const meta = () => pageMeta('演示账号', '演示环境里可以用来登录的账号，都是虚构的。')

export const loader = ({ context }: LoaderFunctionArgs) => callOperation(context, 'demo.getAccounts', {})

export default function DemoAccounts() {
  const { staff, persons } = useLoaderData<typeof loader>()
  return (
    <Page wide title="演示账号" lead="都是虚构的人，只在演示环境里有。动态验证码每 30 秒换一次，过期了刷新这一页。">
      <section className="stack-tight" aria-labelledby="persons">
        <h2 id="persons">创业者（在本站登录）</h2>
        <Banner title="短信验证码在演示信箱里">
          <p>
            登录时点“获取验证码”，再到<a href="/demo/mailbox">演示信箱</a>里看。
          </p>
        </Banner>
        <div className="cards">
          {persons.map((person) => (
            <Card key={person.phone} title={person.name} level={3}>
              <Facts items={[{ term: '手机号', value: <code>{person.phone}</code> }]} />
              <p className="muted">{person.says}</p>
            </Card>
          ))}
        </div>
      </section>
      <section className="stack-tight" aria-labelledby="staff">
        <h2 id="staff">工作人员（在工作台登录）</h2>
        <div className="cards">
          {staff.map((person) => (
            <Card key={person.login} title={`${person.name} · ${person.role}`} level={3}>
              <Facts
                items={[
                  { term: '账号', value: <code>{person.login}</code> },
                  { term: '密码', value: <code>{person.password}</code> },
                  { term: '动态验证码', value: <code>{person.code}</code> },
                  { term: '地区', value: person.division },
                ]}
              />
            </Card>
          ))}
        </div>
        <LinkButton kind="plain" href="/workbench">
          去工作台
        </LinkButton>
      </section>
    </Page>
  )
}
