import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Pack, pack } from 'tar-stream'
import { formatInstant } from '../../shared/dates.ts'
import { ownParties } from '../divisions/scope.ts'
import { openPaper } from '../documents/papers.ts'
import type { FileStorage } from '../documents/storage.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { Ctx } from '../operations/context.ts'
import type { FileAnswer } from '../operations/operation.ts'
import { type DossierWords, getOwnFile, revealOwn } from './own-file.ts'

/** Nobody has so many of anything. */
const ALL = 100_000
const BLOCK = 512

const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The ending of a file's name, so that a click opens it; the name itself stands on the page. */
const endingOf = (name: string) => /\.[a-z0-9]{1,5}$/i.exec(name)?.[0].toLowerCase() ?? ''

const findNotices = (ctx: Ctx) =>
  ctx.db
    .selectFrom('notice')
    .select(['title', 'body', 'created_at'])
    .where('party_id', 'in', ownParties(ctx.scope))
    .orderBy('created_at', 'desc')
    .execute()

async function readAll(ctx: Ctx, words: DossierWords) {
  const file = await getOwnFile(ctx, words, ALL)
  const { name, phone, identity } = await revealOwn(ctx)
  const notices = await findNotices(ctx)
  const papers = file.papers.map((paper) => ({ ...paper, entry: `papers/${paper.id}${endingOf(paper.name)}` }))
  return {
    ...file,
    name,
    phone,
    identity,
    papers,
    notices: notices.map(({ title, body, created_at }) => ({ title, body, at: created_at.toISOString() })),
    copiedAt: ctx.now.toISOString(),
  }
}

type Copy = Awaited<ReturnType<typeof readAll>>

const says = (instant: string) => formatInstant(new Date(instant))

const table = (title: string, header: readonly string[], rows: readonly (readonly string[])[]) => {
  const line = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  const body = rows.map((row) => line(row, 'td')).join('\n')
  return `<h2>${title}</h2>\n${rows.length > 0 ? `<table>${line(header, 'th')}\n${body}</table>` : '<p>没有。</p>'}`
}

const results = { met: '符合', unmet: '不符合', unknown: '还缺信息' } as const

/** The same as a page that opens in any browser, without anything from outside. */
function writePage(copy: Copy): string {
  const text = (value: string | null) => escapeText(value ?? '未登记')
  const link = ({ entry, name }: Copy['papers'][number]) =>
    `<a href="${entry}" download="${escapeText(name)}">${escapeText(name)}</a>`
  const identityKind = copy.identityKind ? kernelTerms[copy.identityKind].zh : null
  const parts = [
    table(
      '身份信息',
      ['项目', '内容'],
      [
        ['姓名', text(copy.name)],
        ['手机号', text(copy.phone)],
        ['证件类型', text(identityKind)],
        ['证件号码', text(copy.identity)],
        ['所在地区', text(copy.divisionName)],
      ],
    ),
    table(
      '已知情况',
      ['情况', '内容', '来源', '登记时间', '判定时用过'],
      copy.facts.map((fact) => [
        escapeText(fact.zh),
        escapeText(fact.says),
        kernelTerms[fact.source].zh,
        says(fact.recordedAt),
        `${fact.timesUsed} 次`,
      ]),
    ),
    table(
      '办件',
      ['编号', '事项', '状态', '开始', '办结'],
      copy.cases.map((one) => [
        one.number,
        escapeText(one.serviceLabel),
        escapeText(one.stateLabel),
        says(one.openedAt),
        one.endedAt ? says(one.endedAt) : '',
      ]),
    ),
    table(
      '材料',
      ['文件', '种类', '办件', '上传时间'],
      copy.papers.map((paper) => [
        link(paper),
        escapeText(paper.kindLabel),
        paper.caseNumber ?? '',
        says(paper.uploadedAt),
      ]),
    ),
    table(
      '资格判定',
      ['事项', '结果', '办件', '时间'],
      copy.judgements.map((one) => [
        escapeText(one.serviceLabel),
        results[one.result],
        one.caseNumber ?? '',
        says(one.judgedAt),
      ]),
    ),
    table(
      '通知',
      ['时间', '标题', '内容'],
      copy.notices.map((notice) => [says(notice.at), escapeText(notice.title), escapeText(notice.body)]),
    ),
    table(
      '登录账号',
      ['手机号', '开通时间'],
      copy.accounts.map((account) => [text(account.phone), says(account.since)]),
    ),
  ]
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>我的档案</title>
<style>body{font:16px/1.7 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}</style></head>
<body><h1>我的档案</h1><p>${says(copy.copiedAt)}从启创公共创业服务平台下载的副本。</p>
${parts.join('\n')}
</body></html>
`
}

const entrySize = (size: number) => BLOCK + Math.ceil(size / BLOCK) * BLOCK

/** Writes the entries one after the other; papers are opened one at a time, as the receiver takes them. */
async function fill(archive: Pack, ctx: Ctx, storage: FileStorage, copy: Copy, texts: ReadonlyMap<string, Buffer>) {
  for (const [name, bytes] of texts) archive.entry({ name, mtime: ctx.now }, bytes)
  // The copy as a whole is what was looked at, and is taken down once.
  const quiet: Ctx = { ...ctx, concerning: () => {} }
  for (const { id, entry, size } of copy.papers) {
    const { stream } = await openPaper(quiet, storage, id)
    await pipeline(stream, archive.entry({ name: entry, size, mtime: ctx.now }))
  }
  archive.finalize()
}

/**
 * Everything that is known of the asker as one tar file, streamed: a page, the same as JSON, and the papers. A paper that is broken on
 * disk breaks the download off, so that nobody takes half a copy for a whole one.
 */
export async function copyOwnFile(ctx: Ctx, words: DossierWords, storage: FileStorage): Promise<FileAnswer> {
  const copy = await readAll(ctx, words)
  const texts = new Map([
    ['file.html', Buffer.from(writePage(copy))],
    ['file.json', Buffer.from(`${JSON.stringify(copy, null, 2)}\n`)],
  ])
  const archive = pack()
  fill(archive, ctx, storage, copy, texts).catch((error: Error) => archive.destroy(error))
  const sizes = [...[...texts.values()].map((bytes) => bytes.length), ...copy.papers.map(({ size }) => size)]
  return {
    name: `我的档案-${ctx.today}.tar`,
    mediaType: 'application/x-tar',
    size: sizes.reduce((sum, size) => sum + entrySize(size), 2 * BLOCK),
    stream: Readable.from(archive),
  }
}
