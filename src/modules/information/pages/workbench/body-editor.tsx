import { Button, Input, Select } from 'antd'
import { type ClipboardEvent, useState } from 'react'
import { Labelled } from '../../../../web/workbench/form/labelled.tsx'
import { blockKinds, readBlock, readPasted, typeBlock } from './block-text.ts'
import type { Block } from './work-view.ts'

interface Held {
  id: number
  block: Block
}

let given = 0
const hold = (block: Block): Held => {
  given += 1
  return { id: given, block }
}

interface BlockProps {
  held: Held
  place: number
  last: boolean
  onBlock(block: Block): void
  onMove(by: -1 | 1): void
  onRemove(): void
  onAdd(blocks: readonly Block[]): void
}

function BlockEditor({ held, place, last, onBlock, onMove, onRemove, onAdd }: BlockProps) {
  const { id, block } = held
  const kind = blockKinds.find(({ value }) => value === block.kind)
  const paste = (event: ClipboardEvent) => {
    const blocks = block.kind === 'paragraph' ? readPasted(event.clipboardData.getData('text')) : []
    if (blocks.length === 0) return
    event.preventDefault()
    onAdd(blocks)
  }
  return (
    <li className="block">
      <div className="block__tools">
        <Select
          aria-label={`第 ${place} 段的样式`}
          size="small"
          value={block.kind}
          options={blockKinds.map(({ value, label }) => ({ value, label }))}
          onChange={(value) => onBlock(readBlock(value, typeBlock(block)))}
        />
        <Button size="small" disabled={place === 1} onClick={() => onMove(-1)} aria-label={`第 ${place} 段上移`}>
          上移
        </Button>
        <Button size="small" disabled={last} onClick={() => onMove(1)} aria-label={`第 ${place} 段下移`}>
          下移
        </Button>
        <Button
          size="small"
          onClick={() => onAdd([{ kind: 'paragraph', text: '' }])}
          aria-label={`在第 ${place} 段后面加一段`}
        >
          后面加一段
        </Button>
        <Button size="small" danger onClick={onRemove} aria-label={`删去第 ${place} 段`}>
          删去
        </Button>
      </div>
      <Labelled id={`block-${id}`} label={`第 ${place} 段：${kind?.label ?? ''}`} hint={kind?.hint || undefined}>
        <Input.TextArea
          id={`block-${id}`}
          value={typeBlock(block)}
          autoSize={{ minRows: 1, maxRows: 16 }}
          onPaste={paste}
          onChange={(event) => onBlock(readBlock(block.kind, event.target.value))}
        />
      </Labelled>
    </li>
  )
}

/** The text, block by block: plain fields that can be moved; what is pasted in several lines becomes several blocks. */
export function BodyEditor({ body, onChange }: { body: readonly Block[]; onChange(body: Block[]): void }) {
  const [list, setList] = useState(() => body.map(hold))
  const change = (next: Held[]) => {
    setList(next)
    onChange(next.map(({ block }) => block))
  }
  const at = (index: number, ...put: Held[]) => change([...list.slice(0, index), ...put, ...list.slice(index + 1)])
  const move = (index: number, by: -1 | 1) => {
    const next = [...list]
    const [held] = next.splice(index, 1)
    if (held) next.splice(index + by, 0, held)
    change(next)
  }
  return (
    <>
      <ol className="blocks">
        {list.map((held, index) => (
          <BlockEditor
            key={held.id}
            held={held}
            place={index + 1}
            last={index === list.length - 1}
            onBlock={(block) => at(index, { ...held, block })}
            onMove={(by) => move(index, by)}
            onRemove={() => at(index)}
            onAdd={(blocks) => {
              const isBlank = typeBlock(held.block).trim() === '' && blocks.length > 1
              at(index, ...(isBlank ? [] : [held]), ...blocks.map(hold))
            }}
          />
        ))}
      </ol>
      <Button onClick={() => change([...list, hold({ kind: 'paragraph', text: '' })])}>在最后加一段</Button>
    </>
  )
}
