import { defineTemplates } from '../notifications/templates.ts'

const enterprise = { zh: '企业', kind: 'text', sample: '演示茶业有限公司' } as const

/** What people are told of their agencies (代办). */
export const agencyTemplates = defineTemplates({
  'agency.confirmed': {
    zh: '代办 · 已确认',
    topic: 'account',
    variables: { enterprise, until: { zh: '到期日', kind: 'date', sample: '2027-11-25' } },
    texts: {
      noticeTitle: '您可以代{企业}办事了',
      noticeBody: '窗口已经核对授权委托书。请在“代谁办事”里选这家企业，再开始办理。授权到{到期日}为止。',
    },
  },
  'agency.declined': {
    zh: '代办 · 未予确认',
    topic: 'account',
    variables: { enterprise, reason: { zh: '原因', kind: 'text', sample: '授权委托书没有盖章。' } },
    texts: {
      noticeTitle: '代{企业}办事的登记没有通过',
      noticeBody: '原因：{原因}改好以后，可以在“代谁办事”里重新登记。',
    },
  },
  'agency.ended': {
    zh: '代办 · 已终止',
    topic: 'account',
    variables: { enterprise },
    texts: {
      noticeTitle: '您不再代{企业}办事',
      noticeBody: '这项代办已经终止，从现在起不能再用这家企业的名义办理。仍要代办的，请重新登记。',
    },
  },
})
