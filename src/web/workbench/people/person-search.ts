import { guessKind, normaliseIdentity } from '../../../kernel/parties/identity-kinds.ts'

export type SearchKind = 'number' | 'phone' | 'identity' | 'name'

export const searchKindWords: Record<SearchKind, string> = {
  number: '办件编号',
  phone: '手机号',
  identity: '证件号',
  name: '姓名',
}

/** What a text typed into a search is taken for, and the text as it is looked for; undefined when there is too little of it. */
export function readSearch(text: string): { by: SearchKind; value: string } | undefined {
  const value = normaliseIdentity(text)
  if (/^1\d{10}$/.test(value)) return { by: 'phone', value }
  if (guessKind(value)) return { by: 'identity', value }
  if (/^[A-Z]{2,3}\d{4,}$/.test(value)) return { by: 'number', value }
  if (/^[A-Z0-9]{8,18}$/.test(value)) return { by: 'identity', value }
  const name = text.normalize('NFKC').trim()
  return name.length >= 2 && !/\d/.test(name) ? { by: 'name', value: name } : undefined
}
