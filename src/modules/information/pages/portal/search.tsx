import { data, type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Output, Problem } from '../../../../web/api/portal-api.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { tryOperation } from '../../../../web/portal/visit.ts'
import { Banner } from '../../../../web/ui/banner.tsx'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { Highlighted } from '../../../../web/ui/highlighted.tsx'
import { Pager } from '../../../../web/ui/pager.tsx'
import '../components/policy.css'

export const handle = { reading: true }

export const meta = () => pageMeta('搜索', '用自己的话找创业政策和服务。')

type Found = Output<'search.find'>

interface Answer {
  q: string
  after: string | null
  found: Found | null
  problem: Problem | null
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const q = query.get('q') ?? ''
  const after = query.get('after')
  if (q.trim() === '') return data<Answer>({ q, after: null, found: null, problem: null })
  const outcome = await tryOperation(context, 'search.find', { q, ...(after ? { after } : {}) })
  if (outcome.ok) return data<Answer>({ q, after, found: outcome.output, problem: null })
  return data<Answer>({ q, after: null, found: null, problem: outcome.problem }, { status: outcome.status })
}

const hrefOf = (q: string, after?: string) => `/search?${new URLSearchParams({ q, ...(after ? { after } : {}) })}`

function SearchForm({ q, problem }: Pick<Answer, 'q' | 'problem'>) {
  const error = problem?.errors?.map((one) => one.message).join('；') ?? problem?.detail ?? problem?.title
  return (
    <search>
      <form action="/search" method="get" className={problem ? 'field field--wrong' : 'field'}>
        <label className="field__label" htmlFor="field-q">
          您想找什么？
        </label>
        {error ? (
          <p className="field__error" id="q-error">
            <span aria-hidden="true">✕ </span>
            {error}
          </p>
        ) : null}
        <div className="search">
          <input
            className="input"
            id="field-q"
            type="search"
            name="q"
            defaultValue={q}
            enterKeyHint="search"
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? 'q-error' : undefined}
          />
          <button className="button button--primary" type="submit">
            搜索
          </button>
        </div>
      </form>
    </search>
  )
}

const suggestions = [
  '创业担保贷款',
  '一次性创业补贴',
  '大学生开店',
  '退役军人创业',
  '孵化基地租金',
  '失败了还能再申请吗',
]

function Suggestions() {
  return (
    <ul className="topics">
      {suggestions.map((suggestion) => (
        <li key={suggestion}>
          <a href={hrefOf(suggestion)}>{suggestion}</a>
        </li>
      ))}
    </ul>
  )
}

const kindWords: Record<string, string> = { policy: '政策', service: '服务' }

const kindsOf = (items: Found['items']) => [...new Set(items.map((item) => item.kind))]

function ResultRow({ item }: { item: Found['items'][number] }) {
  return (
    <li>
      <h3 className="result__title">
        <a href={item.href}>
          <Highlighted marked={item.title} />
        </a>
        {item.note ? <span className="cited">（{item.note}）</span> : null}
      </h3>
      <p className="result__excerpt">
        <Highlighted marked={item.excerpt} />
      </p>
    </li>
  )
}

/** How near the results come to the question, when they don't hold all of it. */
const nearness: Record<Found['closeness'], string> = {
  every: '',
  any: '没有找到同时说到这几样的，下面是说到其中一部分的。',
  alike: '没有找到这个说法，下面是名称写法相近的。',
}

function Results({ found }: { found: Found }) {
  return (
    <>
      {nearness[found.closeness] ? <Banner kind="info" title={nearness[found.closeness]} /> : null}
      {kindsOf(found.items).map((kind) => (
        <section className="stack-tight" key={kind}>
          <h2>{kindWords[kind] ?? '其他'}</h2>
          <ul className="rows">
            {found.items
              .filter((item) => item.kind === kind)
              .map((item) => (
                <ResultRow key={item.ref} item={item} />
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Nothing({ q }: { q: string }) {
  return (
    <EmptyState title={`没有找到和“${q}”有关的内容`}>
      <p>换个说法、少写几个字再试，或者从下面这些开始。也可以打窗口电话问。</p>
      <Suggestions />
      <p>
        <a href="/policies">看全部政策</a>　<a href="/windows">找服务窗口</a>
      </p>
    </EmptyState>
  )
}

/** Search over everything public, by kind, with what was looked for marked. */
export default function SearchPage() {
  const { q, after, found, problem } = useLoaderData<typeof loader>()
  return (
    <Page title="搜索" lead="用自己的话写就行，例如“毕业两年想贷款开店”。">
      <SearchForm q={q} problem={problem} />
      {found && found.items.length > 0 ? <Results found={found} /> : null}
      {found && found.items.length === 0 ? <Nothing q={q} /> : null}
      {found ? null : (
        <section className="stack-tight">
          <h2>大家常找</h2>
          <Suggestions />
        </section>
      )}
      <Pager first={after ? hrefOf(q) : null} next={found?.next ? hrefOf(q, found.next) : null} />
    </Page>
  )
}
