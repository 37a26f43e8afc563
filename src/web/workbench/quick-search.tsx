import { Input, type InputRef } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { useOperation } from './calls.ts'
import { useCasePath } from './desk.ts'
import { ProblemNotice, Waiting } from './notices.tsx'
import { readSearch, type SearchKind, searchKindWords } from './people/person-search.ts'

interface Asked {
  by: SearchKind
  value: string
}

function FoundCases({ prefix }: { prefix: string }) {
  const { data, error } = useOperation('case.findInbox', { view: 'all', q: prefix })
  const casePath = useCasePath()
  if (error) return <ProblemNotice error={error} />
  if (!data) return <Waiting what="办件" />
  if (data.items.length === 0) return <p className="quiet">辖区内没有编号以 {prefix} 开头的办件。</p>
  return (
    <ul>
      {data.items.map((item) => (
        <li key={item.id}>
          <Link to={casePath(item.service, item.id) ?? '/inbox'}>
            {item.number} · {item.serviceLabel} · {item.applicant} · {item.stateLabel}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function FoundPeople({ by, value }: { by: Exclude<SearchKind, 'number'>; value: string }) {
  const { data, error } = useOperation('person.find', { by, value })
  if (error) return <ProblemNotice error={error} />
  if (!data) return <Waiting what="服务对象" />
  if (data.items.length === 0) {
    return (
      <p className="quiet">
        没有找到这个人。<Link to="/people">核对后再找，或登记新的服务对象</Link>
      </p>
    )
  }
  return (
    <ul>
      {data.items.map((person) => (
        <li key={person.id}>
          {person.inReach ? (
            <Link to={`/people/${person.id}`}>
              {person.name ?? '未填写姓名'} · {person.phone} · {person.divisionName}
            </Link>
          ) : (
            <span className="quiet">已在{person.divisionName}登记，不在您的辖区内</span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Ctrl K brings the cursor here from anywhere. */
function useShortcut(input: { current: InputRef | null }) {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      input.current?.focus({ cursor: 'all' })
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [input])
}

/** Moves among the field and the links found below it with the arrow keys. */
function moveAmong(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, .quick__found a')]
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/**
 * Finds a case by the beginning of its number and a person by exact phone, paper or name. Asked on Enter only, since looking
 * for people is recorded, and never put into an address.
 */
export function QuickSearch() {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<Asked | 'unclear'>()
  const input = useRef<InputRef>(null)
  const { pathname } = useLocation()
  useShortcut(input)
  // A page was opened: the search has done its work. The address is what the effect waits for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => setAsked(undefined), [pathname])
  return (
    <search
      className="quick"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setAsked(undefined)
        moveAmong(event)
      }}
    >
      <Input
        ref={input}
        aria-label="找办件或服务对象"
        placeholder="办件编号、手机号、证件号或姓名（Ctrl K）"
        value={text}
        allowClear
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => setAsked(readSearch(text) ?? 'unclear')}
      />
      {asked ? (
        <div className="quick__found" role="status">
          {asked === 'unclear' ? (
            <p className="quiet">请输入办件编号的前几位，或完整的手机号、证件号、姓名，再按回车。</p>
          ) : (
            <>
              <p className="quiet">按{searchKindWords[asked.by]}找</p>
              {asked.by === 'number' ? (
                <FoundCases prefix={asked.value} />
              ) : (
                <FoundPeople by={asked.by} value={asked.value} />
              )}
            </>
          )}
        </div>
      ) : null}
    </search>
  )
}
