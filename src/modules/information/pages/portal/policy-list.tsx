import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Input, Output } from '../../../../web/api/portal-api.ts'
import { Page } from '../../../../web/portal/page.tsx'
import { pageMeta } from '../../../../web/portal/page-meta.ts'
import { callOperation } from '../../../../web/portal/visit.ts'
import { Button } from '../../../../web/ui/button.tsx'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import type { Option } from '../../../../web/ui/option.ts'
import { Pager } from '../../../../web/ui/pager.tsx'
import { SelectField } from '../../../../web/ui/select-field.tsx'
import { PolicyFilter } from '../../schema.ts'
import { PolicyRow } from '../components/policy-row.tsx'
import '../components/policy.css'

export const handle = { reading: true }

export const meta = () =>
  pageMeta('创业政策', '国家、省、市、区县的创业政策，按主题、层级和效力查找，每份都有大白话解读。')

const names = ['topic', 'level', 'standing', 'division', 'after'] as const
type Filter = Partial<Record<(typeof names)[number], string>>

const optionsOf = (name: keyof Filter): readonly Option[] | undefined =>
  (PolicyFilter.properties[name] as { 'x-options'?: readonly Option[] })['x-options']

/** What the address asks for. Empty fields of the form ask for nothing, nor does what no filter offers. */
function readFilter(request: Request): Filter {
  const query = new URL(request.url).searchParams
  const read = (name: keyof Filter) => {
    const value = query.get(name)
    const options = optionsOf(name)
    return value && (!options || options.some((option) => option.value === value)) ? [[name, value]] : []
  }
  return Object.fromEntries(names.flatMap(read))
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const filter = readFilter(request)
  const [found, cities] = await Promise.all([
    callOperation(context, 'policy.find', filter as Input<'policy.find'>),
    callOperation(context, 'division.find', {}),
  ])
  return { ...found, filter, cities: cities.items }
}

/** The list's address with some of the filter changed; another filter begins at its first page. */
function hrefOf({ after: _, ...filter }: Filter, change: Filter): string {
  const query = new URLSearchParams({ ...filter, ...change })
  for (const [name, value] of [...query]) if (!value) query.delete(name)
  return query.size > 0 ? `/policies?${query}` : '/policies'
}

function Topics({ topics, filter }: { topics: Output<'policy.find'>['topics']; filter: Filter }) {
  const total = topics.reduce((sum, topic) => sum + topic.count, 0)
  const links = [{ topic: '', label: '全部', count: total }, ...topics]
  return (
    <nav aria-label="按主题">
      <ul className="topics">
        {links.map(({ topic, label, count }) => (
          <li key={topic}>
            <a href={hrefOf(filter, { topic })} aria-current={(filter.topic ?? '') === topic ? 'true' : undefined}>
              {label} <span className="topics__count">{count}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function FilterForm({ filter, cities }: { filter: Filter; cities: Output<'division.find'>['items'] }) {
  const places = cities.map(({ code, name }) => ({ value: code, zh: name }))
  return (
    <details open={Boolean(filter.standing || filter.level || filter.division)}>
      <summary>按效力、层级、地区筛选</summary>
      <form className="filter" method="get">
        {filter.topic ? <input type="hidden" name="topic" value={filter.topic} /> : null}
        <SelectField
          label="效力"
          name="standing"
          options={optionsOf('standing') ?? []}
          empty="不限"
          defaultValue={filter.standing}
        />
        <SelectField
          label="层级"
          name="level"
          options={optionsOf('level') ?? []}
          empty="不限"
          defaultValue={filter.level}
        />
        <SelectField label="适用地区" name="division" options={places} empty="不限" defaultValue={filter.division} />
        <Button kind="plain">筛选</Button>
      </form>
    </details>
  )
}

const Nothing = () => (
  <EmptyState title="没有符合这些条件的政策" action={<a href="/policies">清除条件，看全部政策</a>}>
    <p>少选一个条件试试，或者到搜索页用自己的话找。</p>
  </EmptyState>
)

/** Policies newest first; filters stay in the address. */
export default function PolicyListPage() {
  const { items, next, topics, filter, cities } = useLoaderData<typeof loader>()
  return (
    <Page title="创业政策" lead="先看大白话，再看原文。不知道叫什么名字的，用自己的话搜。" wide>
      <search>
        <form className="search" action="/search" method="get">
          <label className="visually-hidden" htmlFor="policy-search">
            搜索政策
          </label>
          <input className="input" id="policy-search" type="search" name="q" maxLength={100} enterKeyHint="search" />
          <button className="button button--primary" type="submit">
            搜索
          </button>
        </form>
      </search>
      <Topics topics={topics} filter={filter} />
      <FilterForm filter={filter} cities={cities} />
      {items.length > 0 ? (
        <ul className="rows">
          {items.map((policy) => (
            <li key={policy.slug}>
              <PolicyRow policy={policy} />
            </li>
          ))}
        </ul>
      ) : (
        <Nothing />
      )}
      <Pager first={filter.after ? hrefOf(filter, {}) : null} next={next ? hrefOf(filter, { after: next }) : null} />
    </Page>
  )
}
