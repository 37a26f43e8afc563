import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../web/api/portal-api.ts'
import { OfficeRow } from '../../../web/portal/office-row.tsx'
import { useAppearance } from '../../../web/portal/use-appearance.ts'
import { callOperation } from '../../../web/portal/visit.ts'
import { Buttons, LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Day } from '../../../web/ui/day.tsx'
import { StateText } from '../../../web/ui/state-text.tsx'
import { ElderHome } from './elder-home.tsx'

export const handle = { reading: true }

export const meta = () => [
  { title: '启创 - 公共创业服务平台' },
  {
    name: 'description',
    content: '查创业政策，看自己能享受什么，在网上申请创业担保贷款，随时看办到哪一步。不会用网的，可以到窗口办。',
  },
]

export async function loader({ context }: LoaderFunctionArgs) {
  const [offices, policies, catalogue] = await Promise.all([
    callOperation(context, 'office.find', { limit: 3 }),
    callOperation(context, 'policy.find', {}),
    callOperation(context, 'catalogue.get', {}),
  ])
  return {
    windows: offices.items,
    policies: policies.items.slice(0, 5),
    functions: catalogue.functions,
  }
}

const doors = [
  {
    title: '我能享受什么',
    href: '/eligibility/guaranteed-loan',
    says: '回答几个问题，马上知道合不合条件、差在哪里。不用登录，回答不会保存。',
  },
  {
    title: '我要办事',
    href: '/services/guaranteed-loan',
    says: '先看清谁能办、带什么、几天办好，再在网上申请。填到一半可以离开，回来接着填。',
  },
  {
    title: '找人帮忙',
    href: '/windows',
    says: '服务窗口的地址、电话和时间都在这里。不方便上网的，窗口可以替您从头办到尾。',
  },
]

const wishes = ['创业担保贷款', '大学生创业', '返乡创业', '创业补贴', '孵化基地']

function Question() {
  return (
    <section className="question">
      <h1>您想办什么？</h1>
      <search>
        <form className="search" action="/search" method="get">
          <label className="visually-hidden" htmlFor="home-search">
            用您自己的话写，例如“毕业两年想贷款开店”
          </label>
          <input className="input" id="home-search" type="search" name="q" maxLength={100} enterKeyHint="search" />
          <button className="button button--primary" type="submit">
            搜索
          </button>
        </form>
      </search>
      <p className="question__hint">用您自己的话写就行，例如“毕业两年想贷款开店”。大家常找：</p>
      <ul className="question__wishes">
        {wishes.map((wish) => (
          <li key={wish}>
            <a href={`/search?q=${encodeURIComponent(wish)}`}>{wish}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Doors() {
  return (
    <section aria-label="三个入口" className="doors">
      {doors.map((door) => (
        <Card key={door.href} title={door.title} href={door.href}>
          <p className="muted">{door.says}</p>
        </Card>
      ))}
    </section>
  )
}

const loanWords =
  '有政府的担保基金替您担保，利息还有补贴。符合条件的个人在这里填表、传材料，窗口受理，审核通过后推荐给担保机构和银行。' +
  '缺什么会一次说全；办到谁手里、还有几个工作日，随时能看到。不通过的，会写明理由、依据和接下来可以怎么办。'

function OpenToday() {
  return (
    <section className="band" aria-labelledby="open-today">
      <h2 id="open-today">今天就能在网上办：创业担保贷款（个人）</h2>
      <p className="prose">{loanWords}</p>
      <Buttons>
        <LinkButton href="/services/guaranteed-loan">看办理指南</LinkButton>
        <LinkButton kind="plain" href="/eligibility/guaranteed-loan">
          先看我合不合条件
        </LinkButton>
      </Buttons>
    </section>
  )
}

function Windows({ windows }: { windows: Output<'office.find'>['items'] }) {
  return (
    <section aria-labelledby="windows">
      <h2 id="windows">服务窗口</h2>
      {windows.length === 0 ? <p className="muted">还没有登记服务窗口。</p> : null}
      <ul className="rows">
        {windows.map((office) => (
          <li key={office.id}>
            <OfficeRow office={office} />
          </li>
        ))}
      </ul>
      <p className="more">
        <a href="/windows">按地区找全部窗口</a>
      </p>
    </section>
  )
}

function NewPolicies({ policies }: { policies: Output<'policy.find'>['items'] }) {
  return (
    <section aria-labelledby="new-policies">
      <h2 id="new-policies">新近的政策</h2>
      {policies.length === 0 ? <p className="muted">还没有发布政策。</p> : null}
      <ul className="rows">
        {policies.map((policy) => (
          <li key={policy.slug}>
            <a href={`/policies/${policy.slug}`}>{policy.title}</a>
            <p className="meta">
              <span>{policy.issuer}</span>
              <span>
                <Day date={policy.issuedOn} /> 发布
              </span>
              {policy.invented ? <span>演示数据</span> : null}
            </p>
          </li>
        ))}
      </ul>
      <p className="more">
        <a href="/policies">全部政策</a>
      </p>
    </section>
  )
}

interface Support {
  title: string
  modules: readonly string[]
  /** Something of it can be used, though none of its functions is complete. */
  partly?: boolean
  says: string
  href: string
  link: string
}

/** 四创联动: what each of the four supports has today, and where to turn while the rest is being prepared. */
const supports: readonly Support[] = [
  {
    title: '创业培训',
    modules: ['创业培训'],
    says: '网上报名和开课还在筹备。现在可以先看培训和补贴的政策，报名请联系当地窗口。',
    href: '/policies?topic=training',
    link: '看培训政策',
  },
  {
    title: '创业服务',
    modules: ['业务咨询', '创业指导', '创业融资'],
    partly: true,
    says: '个人创业担保贷款已能在网上申请。在线咨询、专家指导和贴息还在筹备，有事请到窗口或打电话。',
    href: '/services/guaranteed-loan',
    link: '看贷款办理指南',
  },
  {
    title: '创业孵化',
    modules: ['创业孵化'],
    says: '网上找基地、申请入驻还在筹备。现在可以先看场地减免和入驻扶持的政策。',
    href: '/policies?topic=incubation',
    link: '看孵化政策',
  },
  {
    title: '创业活动',
    modules: ['创业活动'],
    says: '活动报名和大赛还在筹备。现在可以先看赛事和活动的政策。',
    href: '/policies?topic=activity',
    link: '看活动政策',
  },
]

type Functions = Output<'catalogue.get'>['functions']

function SupportState({ support, functions }: { support: Support; functions: Functions }) {
  const open = functions.filter(({ module, state }) => support.modules.includes(module) && state === 'open').length
  if (open > 0) return <StateText tone="good">已开通 {open} 项</StateText>
  return support.partly ? <StateText tone="good">部分可办</StateText> : <StateText tone="quiet">筹备中</StateText>
}

function Supports({ functions }: { functions: Functions }) {
  return (
    <section aria-labelledby="supports">
      <h2 id="supports">四项支持，现在有什么</h2>
      <div className="supports">
        {supports.map((support) => (
          <Card
            key={support.title}
            title={support.title}
            level={3}
            aside={<SupportState support={support} functions={functions} />}
          >
            <p>{support.says}</p>
            <p>
              <a href={support.href}>{support.link}</a>
            </p>
          </Card>
        ))}
      </div>
      <p className="more">
        <a href="/catalogue">33 项服务、18 条措施各到哪一步</a>
      </p>
    </section>
  )
}

export default function Home() {
  const { windows, policies, functions } = useLoaderData<typeof loader>()
  if (useAppearance().size === 'elder') return <ElderHome windows={windows} />
  return (
    <>
      <div className="home__top">
        <div className="page page--wide home__inner">
          <Question />
          <Doors />
        </div>
      </div>
      <div className="page page--wide home">
        <OpenToday />
        <div className="two-columns">
          <Windows windows={windows} />
          <NewPolicies policies={policies} />
        </div>
        <Supports functions={functions} />
      </div>
    </>
  )
}
