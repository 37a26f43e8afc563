import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { callOperation } from '../../../../web/portal/visit.ts'
import { Banner } from '../../../../web/ui/banner.tsx'
import { Buttons, LinkButton } from '../../../../web/ui/button.tsx'
import { Card } from '../../../../web/ui/card.tsx'
import { Day, Instant } from '../../../../web/ui/day.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import { PolicyBody } from '../components/policy-body.tsx'
import { PlainWords } from '../components/policy-card.tsx'
import { PolicyLink, PolicyLinks } from '../components/policy-links.tsx'
import { type Policy, PolicyStanding } from '../components/policy-standing.tsx'
import { SharePolicy } from '../components/share-policy.tsx'
import '../components/policy.css'

export const handle = { reading: true }

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const policy = await callOperation(context, 'policy.get', { slug: params.slug ?? '' })
  return { policy, address: new URL(`/policies/${policy.slug}`, request.url).href }
}

export const meta = ({ loaderData }: { loaderData?: { policy: Policy } }) =>
  pageMeta(loaderData?.policy.title ?? '创业政策', loaderData?.policy.card?.who ?? '')

const listTrail = [{ title: '创业政策', href: '/policies' }]

/** Where a policy's rule is checked and its service applied for. */
const doors: Record<string, { check: string; apply: string; title: string; honestly: string }> = {
  guaranteedLoan: {
    check: '/eligibility/guaranteed-loan',
    apply: '/services/guaranteed-loan',
    title: '个人创业担保贷款',
    honestly: '目前只有个人创业担保贷款可以在网上申请。小微企业贷款和合伙创业贷款，请到窗口办理。',
  },
}

function ReplacedBanner({ links }: Pick<Policy, 'links'>) {
  const successors = links.filter(({ relation }) => relation === 'replacedBy')
  return (
    <Banner kind="warn" title="这份政策已被替代">
      {successors.map((by) => (
        <p key={by.slug}>
          从
          <Day date={by.effectiveOn} />
          起，看
          <PolicyLink to={by} />。
        </p>
      ))}
    </Banner>
  )
}

function WithdrawnBanner({ withdrawn }: { withdrawn: NonNullable<Policy['withdrawn']> }) {
  return (
    <Banner kind="bad" title="这份政策已撤下">
      <p>
        <Instant at={withdrawn.at} />
        由本平台撤下。原因：{withdrawn.reason}
      </p>
      <p>
        请不要再按它办事。要办的事，<a href="/policies">看现行的政策</a>，或<a href="/windows">找服务窗口</a>问一问。
      </p>
    </Banner>
  )
}

/** What a reader has to know before reading on: that it no longer holds, or not yet. */
function StandingBanner({ policy }: { policy: Policy }) {
  if (policy.withdrawn) return <WithdrawnBanner withdrawn={policy.withdrawn} />
  if (policy.standing === 'replaced') return <ReplacedBanner links={policy.links} />
  if (policy.standing === 'expired' && policy.expiresOn) {
    return (
      <Banner kind="warn" title="这份政策已到期">
        <p>
          有效期到
          <Day date={policy.expiresOn} />
          为止，下面的内容只供查考。
        </p>
      </Banner>
    )
  }
  if (policy.standing !== 'future') return null
  return (
    <Banner kind="info" title="这份政策还没有开始施行">
      <p>
        从
        <Day date={policy.effectiveOn} weekday />
        起施行。
      </p>
    </Banner>
  )
}

/** That parts of it read differently now: who reads on should know by what. */
function AmendedBanner({ links }: Pick<Policy, 'links'>) {
  const amending = links.filter(({ relation, standing }) => relation === 'amendedBy' && standing === 'current')
  if (amending.length === 0) return null
  return (
    <Banner kind="info" title="这份政策有些内容已被修改">
      {amending.map((by) => (
        <p key={by.slug}>
          请和
          <PolicyLink to={by} />
          一起看。
        </p>
      ))}
    </Banner>
  )
}

/** The doors from reading to doing; a policy that has none says where to turn. */
function Doors({ policy }: { policy: Policy }) {
  const door = policy.standing === 'current' && policy.service ? doors[policy.service] : undefined
  if (!door) {
    return policy.standing === 'current' ? (
      <p className="muted">
        这项政策还不能在本平台网上办理，请按上面“去哪办”写的地方办，或<a href="/windows">找服务窗口</a>问一问。
      </p>
    ) : null
  }
  return (
    <Card title={door.title}>
      <p>先看合不合条件，不用登录，回答不保存；合适的话在网上申请。{door.honestly}</p>
      <Buttons>
        {policy.rule ? <LinkButton href={door.check}>看我合不合条件</LinkButton> : null}
        <LinkButton kind={policy.rule ? 'plain' : 'primary'} href={door.apply}>
          看指南并申请
        </LinkButton>
      </Buttons>
    </Card>
  )
}

function FullText({ body }: Pick<Policy, 'body'>) {
  return (
    <section aria-labelledby="full-text">
      <h2 id="full-text">全文</h2>
      <PolicyBody body={body} />
    </section>
  )
}

function Source({ policy }: { policy: Policy }) {
  const { sourceAddress, sourceSays } = policy
  if (sourceAddress === '') return sourceSays || '没有写明'
  return (
    <a href={sourceAddress} rel="noreferrer">
      {sourceSays || '看原文出处'}
    </a>
  )
}

function Editions({ policy }: { policy: Policy }) {
  const { edition, editions, slug } = policy
  return (
    <>
      第 {edition} 版{' · '}
      <a href={`/policies/${slug}/versions`}>{editions > 1 ? `看 ${editions} 个版本改了什么` : '看版本历史'}</a>
    </>
  )
}

function DocumentCard({ policy }: { policy: Policy }) {
  return (
    <Card title="文件信息">
      <Facts
        items={[
          { term: '效力', value: <PolicyStanding policy={policy} /> },
          { term: '文号', value: policy.number || '以原文为准' },
          { term: '发文机关', value: policy.issuer },
          { term: '层级', value: policy.levelLabel },
          { term: '适用地区', value: policy.divisionName },
          { term: '主题', value: <a href={`/policies?topic=${policy.topic}`}>{policy.topicLabel}</a> },
          { term: '发布', value: <Day date={policy.issuedOn} /> },
          { term: '施行', value: <Day date={policy.effectiveOn} /> },
          { term: '有效至', value: policy.expiresOn ? <Day date={policy.expiresOn} /> : '没有写明' },
          { term: '来源', value: <Source policy={policy} /> },
          { term: '版本', value: <Editions policy={policy} /> },
        ]}
      />
    </Card>
  )
}

/** One policy: in plain words first, then the doors to checking and applying, then the text with its standing. */
export default function PolicyPage() {
  const { policy, address } = useLoaderData<typeof loader>()
  return (
    <Page
      title={policy.title}
      lead={
        <>
          {[policy.number, policy.issuer].filter(Boolean).join(' · ')}
          <br />
          <PolicyStanding policy={policy} />
        </>
      }
      trail={listTrail}
      aside={
        <>
          <DocumentCard policy={policy} />
          <PolicyLinks links={policy.links} />
          <SharePolicy title={policy.title} address={address} />
        </>
      }
    >
      <StandingBanner policy={policy} />
      <AmendedBanner links={policy.links} />
      {policy.card ? <PlainWords card={policy.card} /> : null}
      <Doors policy={policy} />
      {policy.invented ? (
        <Banner kind="info" title="演示数据">
          <p>这份文件是为演示编写的，不是真实公布的文件，不能作为办事依据。</p>
        </Banner>
      ) : null}
      {policy.withdrawn ? null : <FullText body={policy.body} />}
    </Page>
  )
}
