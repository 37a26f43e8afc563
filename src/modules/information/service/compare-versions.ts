import { diffArrays } from 'diff'
import type { Db } from '../../../kernel/db/connect.ts'
import { everything, type RegionScope } from '../../../kernel/divisions/scope.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { cutText } from '../../../kernel/search/words.ts'
import { notFound } from '../../../shared/errors.ts'
import { sayBlock } from '../schema/body-text.ts'
import type { PolicyContent } from '../schema/desk.ts'
import type { Comparison } from '../schema.ts'
import { findLinks, getVersion } from '../store/versions.ts'
import { labelOf } from '../terms.ts'
import { contentOf } from './content.ts'

type Part = Comparison['changes'][number]['parts'][number]
type Change = Comparison['changes'][number]

const kindOf = ({ added, removed }: { added: boolean; removed: boolean }): Part['kind'] =>
  added ? 'added' : removed ? 'removed' : 'same'

/** How one text became another, cut at Chinese words. What was removed stands before what took its place. */
const compareTexts = (from: string, to: string): Part[] =>
  diffArrays(cutText(from), cutText(to)).map((part) => ({ kind: kindOf(part), text: part.value.join('') }))

const said = (value: string | null | undefined) => value ?? ''

const cardPlaces = { who: '谁能享受', howMuch: '给多少', howLong: '多久办好', where: '去哪办' } as const

/** Each field of a version as one text, under the name of its place. */
const placesOf = (content: PolicyContent): [place: string, text: string][] => [
  ['标题', content.title],
  ['层级', content.level ? labelOf('policyLevel', content.level) : ''],
  ['适用地区', said(content.division)],
  ['发文机关', content.issuer],
  ['文号', content.number],
  ['主题', content.topic ? labelOf('policyTopic', content.topic) : ''],
  ['发布日期', said(content.issuedOn)],
  ['施行日期', said(content.effectiveOn)],
  ['有效期至', content.expiresOn ?? '没有写明'],
  ...Object.entries(cardPlaces).map(([key, zh]): [string, string] => [
    `政策卡片：${zh}`,
    content.card[key as keyof typeof cardPlaces],
  ]),
  ['政策卡片：带什么', content.card.bring.join('\n')],
  ['与其他政策的关系', content.links.map(({ kind, slug }) => `${labelOf('policyLink', kind)} ${slug}`).join('\n')],
  ['来源', [content.sourceAddress, content.sourceSays].filter(Boolean).join('\n')],
]

function compareFields(from: PolicyContent, to: PolicyContent): Change[] {
  const later = new Map(placesOf(to))
  return placesOf(from)
    .filter(([place, text]) => text !== later.get(place))
    .map(([place, text]) => ({ place, parts: compareTexts(text, later.get(place) ?? '') }))
}

/**
 * The blocks of two texts, aligned: where some were removed and others came in their place, they are compared in pairs, word by
 * word. Places are counted in the later text, those of removed blocks in the earlier.
 */
function compareBodies(from: readonly string[], to: readonly string[]): { changes: Change[]; unchanged: number } {
  const changes: Change[] = []
  let [unchanged, later, earlier] = [0, 0, 0]
  let waiting: string[] = []
  const release = () => {
    for (const text of waiting.splice(0)) {
      earlier += 1
      changes.push({ place: `原正文第 ${earlier} 段`, parts: [{ kind: 'removed', text }] })
    }
  }
  for (const { value, added, removed } of diffArrays([...from], [...to])) {
    if (removed) waiting = [...value]
    else if (added) {
      for (const text of value) {
        later += 1
        const before = waiting.shift()
        if (before !== undefined) earlier += 1
        const parts: Part[] = before === undefined ? [{ kind: 'added', text }] : compareTexts(before, text)
        changes.push({ place: `正文第 ${later} 段`, parts })
      }
      release()
    } else {
      release()
      unchanged += value.length
      later += value.length
      earlier += value.length
    }
  }
  release()
  return { changes, unchanged }
}

/** How two contents differ: fields first, then the text block by block. */
export function compareContents(from: PolicyContent, to: PolicyContent): Pick<Comparison, 'changes' | 'unchanged'> {
  const { changes, unchanged } = compareBodies(from.body.map(sayBlock), to.body.map(sayBlock))
  return { changes: [...compareFields(from, to), ...changes], unchanged }
}

interface Asked {
  slug: string
  from: string
  to: string
}

async function compare(db: Db, scope: RegionScope, asked: Asked, may: (state: string) => boolean): Promise<Comparison> {
  const contents = []
  for (const edition of [asked.from, asked.to]) {
    const row = await getVersion(db, scope, asked.slug, Number(edition))
    if (!may(row.state)) throw notFound('这一版政策')
    contents.push(contentOf(row, await findLinks(db, row.id)))
  }
  const [from, to] = contents as [PolicyContent, PolicyContent]
  return {
    slug: asked.slug,
    title: to.title,
    from: Number(asked.from),
    to: Number(asked.to),
    ...compareContents(from, to),
  }
}

const isPublic = (state: string) => state === 'published' || state === 'superseded'

/** Two published versions of a policy, for everyone. */
export const compareVersions = (ctx: Ctx, asked: Asked) => compare(ctx.db, everything, asked, isPublic)

/** Any two versions of a policy that the editor's division keeps. */
export const compareAtDesk = (ctx: Ctx, asked: Asked) => compare(ctx.db, ctx.scope, asked, () => true)
