import type { ReactNode } from 'react'
import { StateText } from './state-text.tsx'

export interface Task {
  title: string
  href: string
  state: 'done' | 'todo' | 'cannot'
  /** Instead of the state's own word (已填写, 待填写, 暂时不能填). */
  word?: string
  /** What stands beside it: what is missing, or why it can't be begun. */
  says?: ReactNode
}

const words = { done: '已填写', todo: '待填写', cannot: '暂时不能填' } as const
const tones = { done: 'good', todo: 'warn', cannot: 'quiet' } as const

/** The parts of an application, in order, each with its state; whoever leaves finds it again as it was. */
export function TaskList({ items }: { items: readonly Task[] }) {
  return (
    <ol className="tasks">
      {items.map((task) => (
        <li className="tasks__item" key={task.href + task.title}>
          <div className="tasks__words">
            {task.state === 'cannot' ? (
              <span className="tasks__title">{task.title}</span>
            ) : (
              <a className="tasks__title" href={task.href}>
                {task.title}
              </a>
            )}
            {task.says ? <div className="tasks__says">{task.says}</div> : null}
          </div>
          <StateText tone={tones[task.state]}>{task.word ?? words[task.state]}</StateText>
        </li>
      ))}
    </ol>
  )
}
