/** Legal forms of enterprises (企业法律形式); a partnership is one of them. */
export const legalForms = [
  { value: 'company', zh: '公司' },
  { value: 'partnership', zh: '合伙企业' },
  { value: 'soleProprietorship', zh: '个人独资企业' },
  { value: 'cooperative', zh: '农民专业合作社' },
  { value: 'otherForm', zh: '其他企业' },
] as const

export type LegalForm = (typeof legalForms)[number]['value']

export const legalFormName = (form: string): string => legalForms.find((one) => one.value === form)?.zh ?? form
