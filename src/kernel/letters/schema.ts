import { type Static, Type } from 'typebox'
import { InstantText, Nullable } from '../operations/schemas.ts'

const Term = Type.Object({ term: Type.String(), value: Type.String() })

/** One part of a letter's text. */
export const LetterBlock = Type.Union([
  Type.Object({ block: Type.Literal('paragraph'), text: Type.String() }),
  Type.Object({ block: Type.Literal('facts'), items: Type.Array(Term) }),
  Type.Object({
    block: Type.Literal('table'),
    head: Type.Array(Type.String()),
    /** Parts of the width that each column takes. */
    widths: Type.Array(Type.Integer()),
    rows: Type.Array(Type.Array(Type.String())),
  }),
])
export type LetterBlock = Static<typeof LetterBlock>

/** All of a letter as it was issued: page and print are made from this and from nothing else. */
export const LetterContent = Type.Object({
  format: Type.Literal(1),
  title: Type.String(),
  number: Type.String(),
  caseNumber: Type.String(),
  service: Type.String({ description: 'Name of the service' }),
  addressee: Type.String(),
  blocks: Type.Array(LetterBlock),
  appeal: Type.Array(Type.String(), { description: 'How to appeal or to ask, paragraph by paragraph' }),
  office: Type.Object({ name: Type.String(), address: Type.String(), hours: Type.String(), phone: Type.String() }),
  issuedOn: Type.String({ description: 'Calendar date in Asia/Shanghai' }),
  decision: Type.Boolean({ description: 'Whether it may be appealed against (行政复议, 行政诉讼)' }),
  invented: Type.Boolean({ description: 'Issued by an invented office of the demonstration' }),
  verifyAddress: Type.String({ description: 'Page on which its number is confirmed' }),
  salt: Type.String({ description: 'Random, so that the hash tells nothing of the text' }),
})
export type LetterContent = Static<typeof LetterContent>

/** Ways in which a letter is served (送达), as people call them. */
export const servingWays = [
  { value: 'online', zh: '网上查看' },
  { value: 'window', zh: '窗口当面送达' },
  { value: 'mail', zh: '邮寄送达' },
  { value: 'message', zh: '短信或电子邮件送达' },
] as const
export type ServingWay = (typeof servingWays)[number]['value']

const ServingView = Type.Object({
  way: Type.String(),
  wayLabel: Type.String(),
  servedOn: Type.String({ description: 'Calendar date in Asia/Shanghai' }),
  receipt: Nullable(Type.String()),
  recordedAt: InstantText,
})

/** One row of a list of letters. */
export const LetterItem = Type.Object({
  id: Type.String(),
  number: Type.String(),
  kind: Type.String(),
  title: Type.String(),
  caseId: Type.String(),
  division: Type.String(),
  service: Type.String(),
  serviceLabel: Type.String(),
  office: Type.String(),
  issuedOn: Type.String(),
  servedOn: Nullable(Type.String({ description: 'The earliest day of service; null while there is none' })),
})
export type LetterItem = Static<typeof LetterItem>

/** A letter with its text, how it was served, and until when it may be appealed against. */
export const LetterView = Type.Object({
  ...LetterItem.properties,
  content: LetterContent,
  hash: Type.String(),
  checkCode: Type.String(),
  verifyHref: Type.String(),
  servings: Type.Array(ServingView),
  appeal: Nullable(
    Type.Object({
      reviewBy: Type.String({ description: 'Last day to apply for administrative reconsideration' }),
      suitBy: Type.String({ description: 'Last day to sue' }),
    }),
  ),
})
export type LetterView = Static<typeof LetterView>
