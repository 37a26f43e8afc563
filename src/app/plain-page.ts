import type { Problem } from './http/problem.ts'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const toHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

const body = 'max-width:38em;margin:0 auto;padding:40px 16px;background:#fbfaf7;color:#1f2933;font:17px/1.75 sans-serif'

/** A page that needs nothing else to be in order: for when the portal itself can't answer. */
export const plainPage = ({ title, detail = '', status, traceId }: Problem): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${toHtml(title)} - 启创</title></head><body style="${body}"><main><h1>${toHtml(title)}</h1>` +
  `<p>${toHtml(detail)}</p>${status >= 500 ? `<p>跟踪号：<code>${toHtml(traceId)}</code></p>` : ''}` +
  `<p><a href="/" style="color:#1b4b8a">回首页</a></p></main></body></html>`
