import { useState } from 'react'
import { Sign } from '../../ui/sign.tsx'
import { Nothing } from '../notices.tsx'
import type { Paper, Papers } from './case-view.ts'
import { describeSize } from './file-size.ts'
import { PaperPreview } from './paper-preview.tsx'

interface ShelfProps {
  papers: Papers
}

function PaperState({ paper }: { paper: Paper }) {
  if (paper.files.length > 0) return null
  return paper.required ? (
    <span className="due due--bad">
      <Sign tone="bad" />
      还没有交
    </span>
  ) : (
    <span className="quiet">没有交，不是必需</span>
  )
}

/** The papers of a case: what was handed in, what is missing, and the chosen one shown at full height. */
export function PaperShelf({ papers }: ShelfProps) {
  const [chosenId, choose] = useState<string>()
  const files = papers.flatMap((paper) => paper.files)
  const chosen = files.find((file) => file.id === chosenId) ?? files[0]
  return (
    <section className="shelf" aria-labelledby="papers">
      <h2 id="papers">材料</h2>
      <ul className="shelf__list">
        {papers.map((paper) => (
          <li key={paper.kind}>
            <span className="shelf__kind">{paper.zh}</span> <PaperState paper={paper} />
            {paper.files.map((file) => (
              <button
                key={file.id}
                type="button"
                className="shelf__file"
                aria-pressed={file.id === chosen?.id}
                title={describeSize(file.size)}
                onClick={() => choose(file.id)}
              >
                {file.name}
              </button>
            ))}
          </li>
        ))}
      </ul>
      {chosen ? <PaperPreview key={chosen.id} file={chosen} /> : <Nothing says="还没有交任何材料。" />}
    </section>
  )
}
