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

function Identity({ file, revealed }: { file: File; revealed: Revealed | null }) {
  const shown = revealed ?? file
  return (
    <section className="stack-tight" aria-labelledby="identity">
      <h2 id="identity">身份信息</h2>
      <Card>
        <Facts
          items={[
            { term: '姓名', value: shown.name ?? '未填写' },
            { term: '手机号', value: shown.phone ?? '未登记' },
            { term: '证件类型', value: file.identityKind ? kernelTerms[file.identityKind].zh : '未填写' },
            { term: '证件号码', value: shown.identity ?? '未填写' },
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

function KnownFacts({ facts }: Pick<File, 'facts'>) {
  return (
    <section className="stack-tight" aria-labelledby="facts">
      <h2 id="facts">已知情况</h2>
      {facts.length === 0 ? (
        <p className="muted">还没有。办事时填过的，会记在这里，下次不用再填。</p>
      ) : (
        <ul className="rows">
          {facts.map((fact) => (
            <li key={fact.key}>
              <p>
                <strong>{fact.zh}</strong>：{fact.says}
              </p>
              <p className="meta">
                <span>来源：{kernelTerms[fact.source].zh}</span>
                <span>
                  <Instant at={fact.recordedAt} /> 登记
                </span>
                <span>{fact.timesUsed > 0 ? `判定时用过 ${fact.timesUsed} 次` : '还没有用于判定'}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function OwnCases({ cases }: Pick<File, 'cases'>) {
  return (
    <section className="stack-tight" aria-labelledby="cases">
      <h2 id="cases">办件</h2>
      {cases.length === 0 ? (
        <p className="muted">还没有办过事。</p>
      ) : (
        <ul className="rows">
          {cases.map((one) => (
            <li key={one.id}>
              <p>
                <a href={caseHref(one)}>
                  {one.serviceLabel} {one.number}
                </a>{' '}
                <StateText tone="info">{one.stateLabel}</StateText>
              </p>
              <p className="meta">
                <span>
                  <Instant at={one.openedAt} /> 开始
                </span>
                {one.endedAt ? (
                  <span>
                    <Instant at={one.endedAt} /> 办结
                  </span>
                ) : null}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function OwnPapers({ papers }: Pick<File, 'papers'>) {
  return (
    <section className="stack-tight" aria-labelledby="papers">
      <h2 id="papers">材料</h2>
      {papers.length === 0 ? (
        <p className="muted">还没有交过材料。</p>
      ) : (
        <ul className="rows">
          {papers.map((paper) => (
            <li key={paper.id}>
              <p>
                <a href={`/api/v1/papers/${paper.id}/content`}>{paper.name}</a>
              </p>
              <p className="meta">
                <span>{paper.kindLabel}</span>
                <span>
                  <Instant at={paper.uploadedAt} /> 上传
                </span>
                {paper.caseNumber ? <span>办件 {paper.caseNumber}</span> : null}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const resultWords = { met: '符合', unmet: '不符合', unknown: '还缺信息' } as const

function OwnJudgements({ judgements }: Pick<File, 'judgements'>) {
  if (judgements.length === 0) return null
  return (
    <section className="stack-tight" aria-labelledby="judgements">
      <h2 id="judgements">资格判定</h2>
      <ul className="rows">
        {judgements.map((one) => (
          <li key={one.id}>
            <p>
              {one.serviceLabel}：<strong>{resultWords[one.result]}</strong>
            </p>
            <p className="meta">
              <span>
                <Instant at={one.judgedAt} />
              </span>
              {one.caseNumber ? <span>办件 {one.caseNumber}</span> : null}
              <span>用到 {one.factsUsed} 项已知情况</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Accounts({ accounts }: Pick<File, 'accounts'>) {
  return (
    <section className="stack-tight" aria-labelledby="accounts">
      <h2 id="accounts">登录账号</h2>
      <ul className="rows">
        {accounts.map((account) => (
          <li key={account.since}>
            <p>手机号 {account.phone ?? '未登记'}</p>
            <p className="meta">
              <span>
                <Instant at={account.since} /> 开通
              </span>
              {account.mergedAt ? (
                <span>
                  <Instant at={account.mergedAt} /> 并入您的档案
                </span>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

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
            <h2 id="copy">下载副本</h2>
            <p>
              <a href="/api/v1/me/file/copy">下载全部档案（含材料）</a>
            </p>
            <p className="muted small">
              一个 tar 文件，解开后打开 file.html 就能看，file.json 是同样的内容。里面有您完整的证件号码，请妥善保管。
            </p>
          </section>
          <p className="muted small">
            平台给您发过 {file.notices} 条<a href="/me/notices">通知</a>。
          </p>
        </>
      }
    >
      <Identity file={file} revealed={revealed} />
      <KnownFacts facts={file.facts} />
      <OwnCases cases={file.cases} />
      <OwnPapers papers={file.papers} />
      <OwnJudgements judgements={file.judgements} />
      <Accounts accounts={file.accounts} />
      {file.verification === 'none' ? <LinkButton href="/me/real-name">填写姓名和证件号码</LinkButton> : null}
    </Page>
  )
}
