import { PolicyBody } from '../components/policy-body.tsx'
import { PlainWords } from '../components/policy-card.tsx'
import type { Content } from './work-view.ts'

const isBlank = (text: string) => text.trim() === ''

/** The page as its readers will see it: the same card and the same text. */
export function Preview({ content }: { content: Content }) {
  const { title, number, issuer, card, body } = content
  const bring = card.bring.filter((item) => !isBlank(item))
  return (
    <article className="policy-preview">
      <p className="policy-preview__title">{title || '（还没有标题）'}</p>
      <p className="quiet">{[number, issuer].filter(Boolean).join(' · ')}</p>
      <PlainWords card={{ ...card, bring }} />
      <PolicyBody body={body} />
    </article>
  )
}
