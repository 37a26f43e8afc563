import { Button, Checkbox, Input } from 'antd'
import { useId } from 'react'
import type { ActFieldsProps, ActForm } from './act.ts'
import { type AskedItem, findFaults } from './asked-items.ts'

type Items = readonly AskedItem[]

interface ItemProps {
  item: AskedItem
  onChange(item: AskedItem): void
  /** Only of an item the clerk added. */
  onRemove: (() => void) | undefined
}

function ItemFields({ item, onChange, onRemove }: ItemProps) {
  const id = useId()
  const own = onRemove !== undefined
  return (
    <li className="asked">
      {own ? (
        <Input
          aria-label="补正事项"
          placeholder="补正事项"
          value={item.item}
          maxLength={60}
          onChange={(event) => onChange({ ...item, item: event.target.value })}
        />
      ) : (
        <Checkbox checked={item.chosen} onChange={(event) => onChange({ ...item, chosen: event.target.checked })}>
          {item.item}
        </Checkbox>
      )}
      {item.chosen ? (
        <Input.TextArea
          id={id}
          aria-label={`怎么补：${item.item}`}
          placeholder="怎么补，写到申请人看得懂、做得到"
          value={item.says}
          maxLength={300}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(event) => onChange({ ...item, says: event.target.value })}
        />
      ) : null}
      {own ? (
        <Button size="small" onClick={onRemove}>
          去掉这一项<span className="visually-hidden">{item.item}</span>
        </Button>
      ) : null}
    </li>
  )
}

const isOwn = (item: AskedItem) => item.key.startsWith('own.')

function AskOnceFields({ value, onChange }: ActFieldsProps<unknown, Items>) {
  const add = () => onChange([...value, { key: `own.${Date.now()}`, item: '', says: '', chosen: true }])
  return (
    <>
      <p className="quiet">系统查到缺的已经勾好。请把要补的一次列全：告知以后，这一轮不能再加。</p>
      <ul className="asked-list">
        {value.map((item) => (
          <ItemFields
            key={item.key}
            item={item}
            onChange={(changed) => onChange(value.map((one) => (one.key === item.key ? changed : one)))}
            onRemove={isOwn(item) ? () => onChange(value.filter((one) => one.key !== item.key)) : undefined}
          />
        ))}
      </ul>
      <Button size="small" onClick={add}>
        再写一项
      </Button>
    </>
  )
}

/** 一次性告知: everything that is to be supplied, in one list that begins with what a case suggests. */
export const askOnceForm = <View,>(suggest: (view: View) => AskedItem[]): ActForm<View, Items> => ({
  initial: suggest,
  findMissing: (items) => findFaults(items),
  toInput: (items) => ({
    gaps: items.filter((one) => one.chosen).map(({ item, says }) => ({ item: item.trim(), says: says.trim() })),
  }),
  Fields: AskOnceFields,
})
