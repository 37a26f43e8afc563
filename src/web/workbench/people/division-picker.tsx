import { Select } from 'antd'
import { type DivisionCode, lineageOf } from '../../../kernel/divisions/division.ts'
import { useOperation } from '../calls.ts'

interface DivisionPickerProps {
  id: string
  /** The divisions to begin with: those of the clerk. */
  roots: readonly (readonly [code: string, name: string])[]
  value: string
  onChange(code: string): void
}

interface LevelProps {
  id?: string | undefined
  label: string
  options: { value: string; label: string }[]
  value: string | null
  onChange(code: string): void
}

function Level({ id, label, options, value, onChange }: LevelProps) {
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={label}
      placeholder={label}
      value={value}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={onChange}
    />
  )
}

/** The divisions directly below one; nothing where it has none. */
function Below({ parent, value, onChange }: { parent: string; value: string; onChange(code: string): void }) {
  const { data } = useOperation('division.find', { parent })
  if (!data || data.items.length === 0) return null
  const options = data.items.map(({ code, name }) => ({ value: code, label: name }))
  const chosen = options.find((option) => (lineageOf(value as DivisionCode) as string[]).includes(option.value))
  return (
    <>
      <Level label="下一级地区（可不选）" options={options} value={chosen?.value ?? null} onChange={onChange} />
      {chosen ? <Below parent={chosen.value} value={value} onChange={onChange} /> : null}
    </>
  )
}

/** Chooses a division level by level, beginning with the clerk's own. */
export function DivisionPicker({ id, roots, value, onChange }: DivisionPickerProps) {
  const options = roots.map(([code, name]) => ({ value: code, label: name }))
  const lineage: string[] = value ? lineageOf(value as DivisionCode) : []
  const root = options.find((option) => lineage.includes(option.value))
  return (
    <div className="division-picker">
      <Level id={id} label="地区" options={options} value={root?.value ?? null} onChange={onChange} />
      {root ? <Below parent={root.value} value={value} onChange={onChange} /> : null}
    </div>
  )
}
