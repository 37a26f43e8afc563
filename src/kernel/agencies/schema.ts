import { type Static, type TProperties, Type } from 'typebox'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { industryChoices } from '../parties/industries.ts'
import { legalForms } from '../parties/legal-forms.ts'

export const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })

export const EnterpriseId = Type.String({ title: '企业', format: 'uuid' })
export const AgencyId = Type.String({ title: '代办', format: 'uuid' })
export const SeenVersion = Type.Integer({ title: '您看到的版本', minimum: 1 })
const DateText = { pattern: '^\\d{4}-\\d{2}-\\d{2}$', 'x-pattern': '请按「2026-01-31」这样填写', 'x-kind': 'date' }

/** What is typed off the licence of an enterprise (营业执照). */
export const registerProperties = {
  name: Type.String({ title: '企业名称', minLength: 4, maxLength: 80 }),
  creditCode: Type.String({ title: '统一社会信用代码', minLength: 1, maxLength: 30 }),
  legalForm: Type.Enum([...legalForms.map((one) => one.value)], { title: '企业类型', 'x-options': legalForms }),
  industry: Type.String({ title: '所属行业', minLength: 1, maxLength: 8, 'x-options': industryChoices }),
  registeredOn: Type.String({ title: '登记日期', ...DateText }),
  division: Type.String({ title: '登记所在地', pattern: '^\\d{12}$', 'x-pattern': '请从列表里选择' }),
}

export const LastDay = Type.String({ title: '授权到哪一天', ...DateText })

/** An enterprise as every page shows it. */
export const enterpriseViewProperties = {
  id: Type.String(),
  name: Type.String(),
  creditCode: Type.String(),
  legalForm: Type.String(),
  legalFormLabel: Type.String(),
  industry: Type.String(),
  industryLabel: Type.String(),
  registeredOn: Type.String(),
  staff: Nullable(Type.Integer()),
  verification: Type.Enum(['declared', 'verified']),
  division: Type.String(),
  divisionName: Type.String(),
  version: Type.Integer(),
}

export const EnterpriseView = Type.Object(enterpriseViewProperties)
export type EnterpriseView = Static<typeof EnterpriseView>

/** Who acts for whom, by which paper, until when. */
export const AgencyView = Type.Object({
  id: Type.String(),
  state: Type.Enum(['proposed', 'confirmed', 'declined', 'ended']),
  stateLabel: Type.String(),
  holds: Type.Boolean({ description: 'Whether the agent may act by it today' }),
  name: Type.String(),
  creditCode: Type.String(),
  legalFormLabel: Type.String(),
  industryLabel: Type.String(),
  registeredOn: Type.String(),
  division: Type.String(),
  divisionName: Type.String(),
  principalId: Nullable(Type.String()),
  agentId: Type.String(),
  agentName: Nullable(Type.String({ description: 'The agent’s name: whole for staff, masked for others' })),
  agentVerification: Nullable(Type.Enum(['none', 'declared', 'verified'])),
  paperId: Nullable(Type.String()),
  paperType: Nullable(Type.String({ description: 'Media type of the authorisation' })),
  validFrom: Type.String(),
  validTo: Type.String(),
  reason: Nullable(Type.String()),
  proposedAt: InstantText,
  decidedAt: Nullable(InstantText),
  version: Type.Integer(),
})
export type AgencyView = Static<typeof AgencyView>

export const AgencyReceipt = Type.Object({ id: Type.String(), state: Type.String(), version: Type.Integer() })
