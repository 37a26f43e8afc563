import { Type } from 'typebox'
import { anyone } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { excerpt, highlight } from './highlight.ts'
import { readQuery, type Synonyms } from './query.ts'
import { findEntries } from './store.ts'

/** What these operations need of the composition. */
export interface SearchServices {
  synonyms: Synonyms
  /** The page behind each kind of entry, by its reference; kinds without one are not found. */
  pages: Readonly<Record<string, (ref: string) => string>>
}

const PAGE = 20

const MarkedView = Type.Array(
  Type.Object({ text: Type.String(), hit: Type.Boolean({ description: 'Part of what was searched for' }) }),
)

/** Search (搜索) over everything public. */
export const searchOperations = ({ synonyms, pages }: SearchServices): readonly Operation[] => [
  defineOperation({
    name: 'search.find',
    summary: '搜索政策和服务，按相关程度排列',
    http: 'GET /search',
    policy: anyone,
    input: Type.Object(
      {
        q: Type.String({ title: '搜索内容', description: '2 to 199 characters' }),
        after: Type.Optional(Type.String({ title: '翻页位置', maxLength: 20 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      closeness: Type.Enum(['every', 'any', 'alike'], {
        description: 'Every part of the question was found, or any part, or titles written alike',
      }),
      items: Type.Array(
        Type.Object({
          kind: Type.String(),
          ref: Type.String(),
          href: Type.String(),
          title: MarkedView,
          excerpt: MarkedView,
          note: Type.String({ description: 'A word to show beside the title, such as that it is out of force' }),
        }),
      ),
      next: Type.Union([Type.String(), Type.Null()], { description: 'Value of after for the next page' }),
    }),
    async handle(ctx, { q, after }) {
      const query = readQuery(q, synonyms)
      const kinds = Object.keys(pages)
      const { closeness, items, next } = await findEntries(ctx.db, {
        query,
        kinds,
        today: ctx.today,
        after,
        limit: PAGE,
      })
      return {
        closeness,
        next,
        items: items.map(({ kind, ref, title, body, note }) => ({
          kind,
          ref,
          href: pages[kind]?.(ref) ?? '/',
          title: highlight(title, query.marks),
          excerpt: excerpt(body, query.marks),
          note,
        })),
      }
    },
  }),
]
