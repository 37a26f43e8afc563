import { Button, Select } from 'antd'
import { useState } from 'react'
import type { Output } from '../../../../web/api/portal-api.ts'
import { useOperation } from '../../../../web/workbench/calls.ts'
import { Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { labelOf } from '../../terms.ts'
import type { Content, WorkView } from './work-view.ts'

type Link = Content['links'][number]

const kinds = (['replaces', 'amends', 'implements'] as const).map((value) => ({
  value,
  label: labelOf('policyLink', value),
}))

const FEW = 2

/** Published policies whose name, number or text fits what is typed. */
function useSuggestions(text: string) {
  const { data } = useOperation('search.find', { q: text }, { enabled: text.trim().length >= FEW, keepPrevious: true })
  const found: Output<'search.find'>['items'] = text.trim().length >= FEW ? (data?.items ?? []) : []
  return found
    .filter(({ kind }) => kind === 'policy')
    .map(({ ref, title, note }) => {
      const words = title.map((part) => part.text).join('')
      return { value: ref, label: note ? `${words}（${note}）` : words }
    })
}

interface LinksProps {
  links: readonly Link[]
  known: WorkView['linked']
  error: string | undefined
  onChange(links: Link[]): void
}

/** 废止并代替、修改、配套: what this policy is to others that are published. */
export function LinksEditor({ links, known, error, onChange }: LinksProps) {
  const [kind, setKind] = useState<Link['kind']>('replaces')
  const [text, setText] = useState('')
  const [names, setNames] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(known.map(({ slug, title }) => [slug, title])),
  )
  const options = useSuggestions(text)
  const add = (slug: string) => {
    const label = options.find(({ value }) => value === slug)?.label ?? slug
    setNames({ ...names, [slug]: label })
    setText('')
    if (!links.some((link) => link.kind === kind && link.slug === slug)) onChange([...links, { kind, slug }])
  }
  return (
    <div className="links-editor">
      {links.length > 0 ? (
        <ul className="lines">
          {links.map((link) => (
            <li key={link.kind + link.slug}>
              {labelOf('policyLink', link.kind)}《{names[link.slug] ?? link.slug}》
              <Button size="small" onClick={() => onChange(links.filter((one) => one !== link))}>
                去掉
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="links-editor__add">
        <Labelled id="link-kind" label="关系">
          <Select id="link-kind" value={kind} options={kinds} onChange={setKind} />
        </Labelled>
        <Labelled id="link-policy" label="哪份政策" hint="写名称或文号里的字，从列出的里面选" error={error}>
          <Select
            id="link-policy"
            value={null}
            placeholder="找已发布的政策"
            showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
            options={options}
            notFoundContent={text.trim().length < FEW ? '至少写两个字' : '没有找到'}
            onChange={(slug: string | null) => slug && add(slug)}
          />
        </Labelled>
      </div>
    </div>
  )
}
