import { Sign } from '../ui/sign.tsx'

/** Where a case stands, in one sentence, with a sign when its time has run out. */
export function CaseSentence({ sentence, overdue = false }: { sentence: string; overdue?: boolean }) {
  return (
    <p className={overdue ? 'case-sentence case-sentence--overdue' : 'case-sentence'}>
      {overdue ? <Sign tone="warn" /> : null}
      {sentence}
    </p>
  )
}
