import type { ReactNode } from 'react'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import type { Output } from '../../../web/api/portal-api.ts'
import { caseHref } from '../../../web/portal/case-href.ts'
import { LookRow } from '../../../web/portal/look-row.tsx'
import { Page } from '../../../web/portal/page.tsx'
import { pageMeta } from '../../../web/portal/page-meta.ts'
import { callOperation, requirePerson } from '../../../web/portal/visit.ts'
import { LinkButton } from '../../../web/ui/button.tsx'
import { Card } from '../../../web/ui/card.tsx'
import { Instant } from '../../../web/ui/day.tsx'
import { Facts } from '../../../web/ui/facts.tsx'
import { StateText } from '../../../web/ui/state-text.tsx'

export const meta = () => pageMeta('我的档案', '平台知道您的哪些信息、从哪里来、用过几次，谁看过。')

type File = Output<'person.getOwnFile'>
type Revealed = Output<'person.revealOwn'>

export async function loader({ request, context }: LoaderFunctionArgs) {
  requirePerson(context)
  const wantsAll = new URL(request.url).searchParams.get('show') === 'identity'
  const [file, looks, revealed] = await Promise.all([
    callOperation(context, 'person.getOwnFile', {}),
    callOperation(context, 'person.findOwnLooks', {}),
    wantsAll ? callOperation(context, 'person.revealOwn', {}) : null,
  ])
  return { file, looks: looks.items.slice(0, 3), revealed }
}

const verificationWords: Record<File['verification'], string> = {
  none: '还没有填写',
  declared: '已填写，等窗口核对证件原件',
  verified: '已核对',
}

/** Where a line of the file is put right: by a case once a clerk has verified it, until then by oneself. */
function wayToChange(file: File, target: string, zh: string) {
  const own = file.verification !== 'verified' && (target === 'name' || target === 'identity')
  return own
    ? { href: '/me/real-name', says: file.verification === 'none' ? `填写${zh}` : `修改${zh}` }
    : { href: `/me/corrections/new?target=${encodeURIComponent(target)}`, says: `申请更正${zh}` }
}

function Identity({ file, revealed }: { file: File; revealed: Revealed | null }) {
  const shown = revealed ?? file
  return (
    <section className="stack-tight" aria-labelledby="identity">
      <h2 id="identity">身份信息</h2>
      <Card>
        <Facts
          items={[
            { term: '姓名', value: shown.name ?? '未填写', change: wayToChange(file, 'name', '姓名') },
            { term: '手机号', value: shown.phone ?? '未登记', change: wayToChange(file, 'phone', '手机号') },
            { term: '证件类型', value: file.identityKind ? kernelTerms[file.identityKind].zh : '未填写' },
            {
              term: '证件号码',
              value: shown.identity ?? '未填写',
              change: wayToChange(file, 'identity', '证件'),
            },
            { term: '实名', value: verificationWords[file.verification] },
            { term: '所在地区', value: file.divisionName },
          ]}
        />
        <p className="more">
          {revealed ? (
            <a href="/me/file">隐去一部分</a>
          ) : (
            <a href="/me/file?show=identity" rel="nofollow">
              显示完整的姓名、手机号和证件号码
            </a>
          )}
        </p>
        <p className="muted small">显示完整信息会留下一条查看记录。证件号码加密保存，只有您和为您办事的人能看到。</p>
      </Card>
    </section>
  )
}

interface Row {
  key: string
  /** The line itself. */
  says: ReactNode
  /** Where it comes from and when, in small below it. */
  meta: readonly ReactNode[]
}

interface RowsProps {
  id: string
  title: string
  rows: readonly Row[]
  /** What stands there when there is none; without it the section is left out. */
  empty?: string
}

/** One kind of thing that is known: each a line, with its small print below. */
function Rows({ id, title, rows, empty }: RowsProps) {
  if (rows.length === 0 && !empty) return null
  return (
    <section className="stack-tight" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? (
        <p className="muted">{empty}</p>
      ) : (
        <ul className="rows">
          {rows.map(({ key, says, meta }) => (
            <li key={key}>
              <p>{says}</p>
              <p className="meta">
                {meta.filter(Boolean).map((part, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line stand still
                  <span key={index}>{part}</span>
                ))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const at = (instant: string, what: string) => (
  <>
    <Instant at={instant} /> {what}
  </>
)

const factRows = (file: File): Row[] =>
  file.facts.map((fact) => {
    const { href, says } = wayToChange(file, `fact:${fact.key}`, fact.zh)
    return {
      key: fact.key,
      says: (
        <>
          <strong>{fact.zh}</strong>：{fact.says}
        </>
      ),
      meta: [
        `来源：${kernelTerms[fact.source].zh}`,
        at(fact.recordedAt, '登记'),
        fact.timesUsed > 0 ? `判定时用过 ${fact.timesUsed} 次` : '还没有用于判定',
        <a key="change" href={href}>
          {says}
        </a>,
      ],
    }
  })

const formerRows = ({ former }: Pick<File, 'former'>): Row[] =>
  former.map((one) => ({
    key: `${one.replacedAt}${one.target}`,
    says: (
      <>
        <strong>{one.zh}</strong>：{one.before}
      </>
    ),
    meta: [
      at(one.replacedAt, '更正'),
      one.caseId ? (
        <a key="case" href={caseHref({ service: 'correction', id: one.caseId })}>
          办件 {one.caseNumber}
        </a>
      ) : null,
    ],
  }))

const caseRows = ({ cases }: File): Row[] =>
  cases.map((one) => ({
    key: one.id,
    says: (
      <>
        <a href={caseHref(one)}>
          {one.serviceLabel} {one.number}
        </a>{' '}
        <StateText tone="info">{one.stateLabel}</StateText>
      </>
    ),
    meta: [at(one.openedAt, '开始'), one.endedAt ? at(one.endedAt, '办结') : null],
  }))

const paperRows = ({ papers }: File): Row[] =>
  papers.map((paper) => ({
    key: paper.id,
    says: <a href={`/papers/${paper.id}`}>{paper.name}</a>,
    meta: [paper.kindLabel, at(paper.uploadedAt, '上传'), paper.caseNumber ? `办件 ${paper.caseNumber}` : null],
  }))

const resultWords = { met: '符合', unmet: '不符合', unknown: '还缺信息' } as const

const judgementRows = ({ judgements }: File): Row[] =>
  judgements.map((one) => ({
    key: one.id,
    says: (
      <>
        {one.serviceLabel}：<strong>{resultWords[one.result]}</strong>
      </>
    ),
    meta: [
      <Instant key="at" at={one.judgedAt} />,
      one.caseNumber ? `办件 ${one.caseNumber}` : null,
      `用到 ${one.factsUsed} 项已知情况`,
    ],
  }))

const accountRows = ({ accounts }: File): Row[] =>
  accounts.map((account) => ({
    key: account.since,
    says: `手机号 ${account.phone ?? '未登记'}`,
    meta: [at(account.since, '开通'), account.mergedAt ? at(account.mergedAt, '并入您的档案') : null],
  }))

/** What else is kept, each on a page of its own. */
const others = [
  { href: '/me/corrections/new', title: '申请更正', says: '写错的、不全的，附上证明，核实后更正' },
  { href: '/me/consents', title: '我的同意', says: '您同意过什么，可以在这里撤回' },
  { href: '/me/letters', title: '我的文书', says: '收到过的受理通知书、告知书、决定书' },
  { href: '/me/notices', title: '我的通知', says: '平台给您发过的通知' },
  { href: '/me/agencies', title: '代谁办事', says: '您代哪些企业办事' },
  { href: '/me/sessions', title: '登录设备', says: '您的账号在哪里登录着' },
  { href: '/me/notice-settings', title: '通知设置', says: '邮箱，和您想怎样收到通知' },
  { href: '/me/erasure', title: '删除我的信息', says: '会删除什么、要保存多久，在这里申请' },
] as const

export default function OwnFile() {
  const { file, looks, revealed } = useLoaderData<typeof loader>()
  return (
    <Page
      title="我的档案"
      trail={[{ title: '我的', href: '/me' }]}
      lead="平台知道您的信息都在这里：从哪里来、什么时候登记、用过几次。办过一次的事，不再让您重填。"
      aside={
        <>
          <section className="stack-tight" aria-labelledby="looks">
            <h2 id="looks">谁看过我的信息</h2>
            {looks.length === 0 ? (
              <p className="muted">还没有别人看过。</p>
            ) : (
              <ul className="rows">
                {looks.map((look) => (
                  <li key={look.id}>
                    <LookRow look={look} />
                  </li>
                ))}
              </ul>
            )}
            <p>
              <a href="/me/looks">查看全部记录</a>
            </p>
          </section>
          <section className="stack-tight" aria-labelledby="copy">
            <h2 id="copy">档案副本</h2>
            <p>
              <a href="/me/file/copy">取得全部档案的副本（含材料）</a>
            </p>
            <p className="muted small">一个文件，下载到自己的设备上，或者发到自己的邮箱。</p>
          </section>
          <section className="stack-tight" aria-labelledby="others">
            <h2 id="others">还有这些</h2>
            <ul className="rows">
              {others.map(({ href, title, says }) => (
                <li key={href}>
                  <a href={href}>{title}</a>
                  {href === '/me/notices' ? `（${file.notices} 条）` : null}
                  <p className="muted small">{says}</p>
                </li>
              ))}
            </ul>
          </section>
        </>
      }
    >
      <Identity file={file} revealed={revealed} />
      <Rows
        id="facts"
        title="已知情况"
        rows={factRows(file)}
        empty="还没有。办事时填过的，会记在这里，下次不用再填。"
      />
      <Rows id="former" title="更正前的内容" rows={formerRows(revealed ?? file)} />
      <Rows id="cases" title="办件" rows={caseRows(file)} empty="还没有办过事。" />
      <Rows id="papers" title="材料" rows={paperRows(file)} empty="还没有交过材料。" />
      <Rows id="judgements" title="资格判定" rows={judgementRows(file)} />
      <Rows id="accounts" title="登录账号" rows={accountRows(file)} />
      {file.verification === 'none' ? <LinkButton href="/me/real-name">填写姓名和证件号码</LinkButton> : null}
    </Page>
  )
}
