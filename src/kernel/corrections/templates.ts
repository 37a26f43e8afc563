import { defineTemplates } from '../notifications/templates.ts'

/** What is told beside the steps of a correction. */
export const correctionTemplates = defineTemplates({
  'correction.phoneReplaced': {
    zh: '更正 · 告诉原来的手机号',
    topic: 'account',
    urgent: true,
    variables: { number: { zh: '办件编号', kind: 'text', sample: 'GZ4205022026000001' } },
    texts: {
      sms: '登录手机号已按更正申请（{办件编号}）换成新号码，这个号码不能再登录。不是您本人申请的，请马上联系服务窗口。',
    },
  },
})
