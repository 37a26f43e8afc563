import {
  countSegments,
  fillText,
  partNames,
  signSms,
  type TemplateTexts,
  type TextPart,
} from '../../../kernel/notifications/template-text.ts'
import type { Output } from '../../api/portal-api.ts'

export type TemplateView = Output<'noticeTemplate.get'>

/** The samples by the names in the braces. */
const samplesIn = (view: TemplateView): Record<string, string> =>
  Object.fromEntries(view.variables.map(({ zh, sample }) => [zh, sample]))

const written = (part: TextPart, text: string, samples: Record<string, string>) =>
  part === 'sms' ? signSms(fillText(text, samples)) : fillText(text, samples)

/** '约 86 字，2 条短信'. */
function sayLength(text: string): string {
  const segments = countSegments(text)
  return `${text.length} 字，按 ${segments} 条短信计费${segments > 1 ? '（每条 67 字）' : ''}`
}

/** What people would get, with samples in place of the variables. */
export function TemplatePreview({ view, texts }: { view: TemplateView; texts: TemplateTexts }) {
  const samples = samplesIn(view)
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">预览</h2>
      <p className="quiet">变量换成了样例，人名和号码都不是真的。</p>
      <dl className="previews">
        {view.parts.map((part) => {
          const text = written(part, texts[part] ?? '', samples)
          return (
            <div key={part}>
              <dt>
                {partNames[part]}
                {part === 'sms' ? <span className="quiet"> {sayLength(text)}</span> : null}
              </dt>
              <dd className="previews__text">{text || '（空）'}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
