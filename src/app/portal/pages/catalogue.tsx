import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation } from '../../../web/portal/visit.ts'
import { Card } from '../../../web/ui/card.tsx'
import { StateText } from '../../../web/ui/state-text.tsx'

export const handle = { reading: true }

export const meta = () => pageMeta('服务目录', '七类三十三项创业服务、十八条支持措施，哪些已经能办，哪些还在筹备。')

type Catalogue = Output<'catalogue.get'>
type Entry = { state: 'open' | 'preparing'; href: string | null }

export const loader = ({ context }: LoaderFunctionArgs) => callOperation(context, 'catalogue.get', {})

function EntryRow({ entry, name, note }: { entry: Entry; name: string; note: string }) {
  return (
    <li className="catalogue__entry">
      <span>
        {entry.href ? <a href={entry.href}>{name}</a> : name} <span className="muted small">{note}</span>
      </span>
      {entry.state === 'open' ? <StateText tone="good">已开通</StateText> : <StateText tone="quiet">筹备中</StateText>}
    </li>
  )
}

function ModuleCard({ module, functions }: { module: string; functions: Catalogue['functions'] }) {
  return (
    <Card title={module} level={3}>
      <ul className="catalogue__entries">
        {functions.map((one) => (
          <EntryRow key={one.code} entry={one} name={one.name} note={one.tier} />
        ))}
      </ul>
    </Card>
  )
}

export default function CataloguePage() {
  const { functions, measures } = useLoaderData<typeof loader>()
  const byModule = Map.groupBy(functions, (one) => one.module)
  const open = functions.filter((one) => one.state === 'open').length
  return (
    <Page
      wide
      title="服务目录"
      lead={`七类 ${functions.length} 项服务，${open === 0 ? '正在逐项开通' : `已开通 ${open} 项`}。没有开通的如实标明“筹备中”，要办的请先到服务窗口。`}
    >
      <Card title="现在就能用" level={2}>
        <ul className="catalogue__ready">
          <li>
            <a href="/policies">查创业政策</a>
            <span className="muted">：用大白话写清谁能享受、有多少、怎么办</span>
          </li>
          <li>
            <a href="/eligibility/guaranteed-loan">看我合不合贷款条件</a>
            <span className="muted">：不用登录，不留记录</span>
          </li>
          <li>
            <a href="/services/guaranteed-loan">申请创业担保贷款（个人）</a>
            <span className="muted">：网上提交，全程看进度；合伙和小微企业的还在筹备</span>
          </li>
          <li>
            <a href="/windows">找服务窗口</a>
            <span className="muted">：地址、电话、接待时间</span>
          </li>
          <li>
            <a href="/figures">看服务数据</a>
            <span className="muted">：近一年服务了多少、办一件要多久</span>
          </li>
        </ul>
      </Card>
      <section aria-labelledby="functions" className="stack-tight">
        <h2 id="functions">三十三项服务</h2>
        <p className="muted">“基本”是人人都要的，“延伸”按各人需要，“拓展”看各地特色。</p>
        <div className="catalogue__modules">
          {[...byModule].map(([module, list]) => (
            <ModuleCard key={module} module={module} functions={list} />
          ))}
        </div>
      </section>
      <section aria-labelledby="measures" className="stack-tight">
        <h2 id="measures">十八条支持措施</h2>
        <Card>
          <ul className="catalogue__entries catalogue__entries--two">
            {measures.map((one) => (
              <EntryRow key={one.number} entry={one} name={`${one.number}${one.title}`} note="" />
            ))}
          </ul>
        </Card>
      </section>
    </Page>
  )
}
