import { Button } from 'antd'
import { formatInstant } from '../../../shared/dates.ts'
import { ProblemNotice } from '../notices.tsx'
import type { Autosave } from './use-autosave.ts'

const stateWords: Readonly<Record<Autosave['state'], string>> = {
  idle: '改动会自动存到服务器。',
  waiting: '正在等您停笔…',
  saving: '正在保存…',
  saved: '已保存到服务器',
  failed: '没有保存上，您填写的内容还在这里',
}

interface SaveBandProps {
  autosave: Autosave
  /** The version on the server now. */
  newest: number
  /** How many fields are wrong and so not saved. */
  wrong: number
  /** That it has not been sent. */
  standing: string
}

/** Saved is not sent: the band says so until it is. */
export function SaveBand({ autosave, newest, wrong, standing }: SaveBandProps) {
  const { state, savedAt, error, flush, rebase } = autosave
  const stale = error?.problem.code === 'stale'
  const again = () => {
    if (stale) rebase(newest)
    void flush()
  }
  return (
    <div className={state === 'failed' ? 'save-band save-band--failed' : 'save-band'}>
      <p role="status">
        <strong>{standing}</strong> {stateWords[state]}
        {state === 'saved' && savedAt ? `（${formatInstant(savedAt).slice(-5)}）` : ''}
        {state === 'saved' && wrong > 0 ? `，其中 ${wrong} 项填得不对，还没有存，见标红的地方` : ''}
      </p>
      {error ? (
        <ProblemNotice error={error}>
          <Button size="small" onClick={again}>
            {stale ? '以我填写的为准，再保存' : '再保存一次'}
          </Button>
        </ProblemNotice>
      ) : null}
    </div>
  )
}
