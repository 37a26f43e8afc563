import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output } from '../../../../web/api/portal-api.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { callOperation } from '../../../../web/portal/visit.ts'
import { Instant } from '../../../../web/ui/day.tsx'
import { ComparisonView } from '../components/comparison.tsx'
import '../components/policy.css'

export const handle = { reading: true }

type Versions = Output<'policy.findVersions'>
type Version = Versions['items'][number]

/** Only versions whose text may be read are compared: one that was taken down is not. */
const isReadable = ({ state }: Version) => state !== 'takenDown'

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const slug = params.slug ?? ''
  const query = new URL(request.url).searchParams
  const versions = await callOperation(context, 'policy.findVersions', { slug })
  const readable = versions.items.filter(isReadable)
  const to = query.get('to') ?? String(readable[0]?.edition ?? '')
  const from = query.get('from') ?? String(readable.find(({ edition }) => edition < Number(to))?.edition ?? '')
  const compared = from && to ? await callOperation(context, 'policy.compare', { slug, from, to }) : null
  return { versions, compared, sideBySide: query.get('view') === 'beside' }
}

export const meta = ({ loaderData }: { loaderData?: { versions: Versions } }) =>
  pageMeta(`版本历史：${loaderData?.versions.title ?? '创业政策'}`, '这份政策各个版本改了什么、什么时候改的。')

const compareHref = (slug: string, from: number, to: number, beside = false) =>
  `/policies/${slug}/versions?${new URLSearchParams({ from: String(from), to: String(to), ...(beside ? { view: 'beside' } : {}) })}#changes`

function VersionRow({ version, before, slug }: { version: Version; before: Version | undefined; slug: string }) {
  return (
    <li>
      <p>
        <strong>第 {version.edition} 版</strong>　{version.stateLabel}　<Instant at={version.publishedAt} />
        发布
      </p>
      {version.changeNote ? <p>{version.changeNote}</p> : null}
      {version.withdrawnReason ? <p>撤下原因：{version.withdrawnReason}</p> : null}
      {before && isReadable(version) ? (
        <p>
          <a href={compareHref(slug, before.edition, version.edition)}>
            看第 {version.edition} 版比第 {before.edition} 版改了什么
          </a>
        </p>
      ) : null}
    </li>
  )
}

function Changes({ compared, sideBySide }: { compared: Output<'policy.compare'>; sideBySide: boolean }) {
  const { slug, from, to } = compared
  return (
    <section aria-labelledby="changes" className="stack-tight">
      <h2 id="changes">
        第 {to} 版比第 {from} 版改了什么
      </h2>
      <p className="no-print">
        <a href={compareHref(slug, from, to)} aria-current={sideBySide ? undefined : 'true'}>
          合在一起看
        </a>
        {' · '}
        <a href={compareHref(slug, from, to, true)} aria-current={sideBySide ? 'true' : undefined}>
          左右对照看
        </a>
      </p>
      <p className="muted small">
        <del>画线的</del>是删去的，<ins>加底色的</ins>是新增的。
      </p>
      <ComparisonView compared={compared} sideBySide={sideBySide} />
    </section>
  )
}

/** 版本历史: what changed in a policy and when, word by word. */
export default function PolicyVersionsPage() {
  const { versions, compared, sideBySide } = useLoaderData<typeof loader>()
  const { slug, title, items } = versions
  const readable = items.filter(isReadable)
  return (
    <Page
      title="版本历史"
      lead={`《${title}》`}
      trail={[
        { title: '创业政策', href: '/policies' },
        { title, href: `/policies/${slug}` },
      ]}
      wide={sideBySide}
    >
      <ol className="rows" reversed>
        {items.map((version) => (
          <VersionRow
            key={version.edition}
            version={version}
            before={readable.find(({ edition }) => edition < version.edition)}
            slug={slug}
          />
        ))}
      </ol>
      {compared ? <Changes compared={compared} sideBySide={sideBySide} /> : null}
      {items.length === 1 ? <p>只发布过这一版，没有改动过。</p> : null}
    </Page>
  )
}
