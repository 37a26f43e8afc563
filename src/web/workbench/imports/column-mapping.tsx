import { Button } from 'antd'
import { useState } from 'react'
import type { Output } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { ProblemNotice } from '../notices.tsx'

type Import = Output<'import.get'>

/** Which of the file's columns each of ours is taken from; changing it has every row checked again. */
export function ColumnMapping({ batch }: { batch: Import }) {
  const [mapping, setMapping] = useState<Record<string, number>>(() =>
    Object.fromEntries(batch.columns.flatMap(({ key, at }) => (at === null ? [] : [[key, at]]))),
  )
  const save = useWrite('import.mapColumns', { refreshes: ['import.get', 'import.findLines'] })
  if (batch.state !== 'ready' || !batch.header) return null
  const { header } = batch
  const choose = (key: string, text: string) => {
    const { [key]: _, ...others } = mapping
    setMapping(text === '' ? others : { ...others, [key]: Number(text) })
  }
  return (
    <details className="folded">
      <summary>核对列的对应关系</summary>
      <form
        className="mapping"
        onSubmit={(event) => {
          event.preventDefault()
          const pairs = Object.entries(mapping).map(([key, at]) => ({ key, at }))
          save.mutate({ id: batch.id, version: batch.version, mapping: pairs })
        }}
      >
        {batch.columns.map(({ key, zh, required }) => (
          <label key={key}>
            {zh}
            {required ? '（必需）' : ''}
            <select value={mapping[key] ?? ''} onChange={(event) => choose(key, event.target.value)}>
              <option value="">表格里没有</option>
              {header.map((text, index) => (
                // The place of a column is what it is known by.
                // biome-ignore lint/suspicious/noArrayIndexKey: headings may repeat
                <option key={index} value={index}>
                  第 {index + 1} 列：{text || '（没有列名）'}
                </option>
              ))}
            </select>
          </label>
        ))}
        <Button htmlType="submit" loading={save.isPending}>
          按新的对应重新检查
        </Button>
        <ProblemNotice error={save.error} />
      </form>
    </details>
  )
}
