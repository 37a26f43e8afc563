import { defineTemplates } from '../notifications/templates.ts'

const variables = {
  service: { zh: '事项', kind: 'text', sample: '创业担保贷款' },
  number: { zh: '办件编号', kind: 'text', sample: 'DK4205022026000001' },
  closesOn: { zh: '截止日期', kind: 'date', sample: '2026年12月23日' },
  place: { zh: '评价地址', kind: 'link', sample: 'https://qichuang.example.cn/me/ratings/1' },
} as const

/** What people are told of their ratings. */
export const ratingTemplates = defineTemplates({
  ratingInvitation: {
    zh: '请评价',
    topic: 'rating',
    variables,
    texts: {
      noticeTitle: '{事项}办完了，请您评价',
      noticeBody:
        '满意不满意都请告诉我们。经办人看不到是谁评的。{截止日期}前可以评价，在“我的”里打开这件事，点“评价这次服务”。',
      sms: '{事项}（{办件编号}）办完了，请您评价：{评价地址}。经办人看不到是谁评的，{截止日期}前有效。',
      emailSubject: '{事项}办完了，请您评价',
      emailBody:
        '您好！\n\n{事项}（{办件编号}）办完了。满意不满意都请告诉我们：{评价地址}\n\n经办人看不到是谁评的。不满意的，管理员会联系您，并把处理结果告诉您。{截止日期}前可以评价。',
    },
  },
  ratingReminder: {
    zh: '请评价（提醒一次）',
    topic: 'rating',
    variables,
    texts: {
      noticeTitle: '{事项}还没有评价',
      noticeBody:
        '花半分钟告诉我们办得怎么样。{截止日期}前可以评价，在“我的”里打开这件事，点“评价这次服务”。以后不再提醒。',
      sms: '{事项}（{办件编号}）还没有评价，{截止日期}前可以评价：{评价地址}。以后不再提醒。',
      emailSubject: '{事项}还没有评价',
      emailBody:
        '您好！\n\n{事项}（{办件编号}）还没有评价。花半分钟告诉我们办得怎么样：{评价地址}\n\n{截止日期}前可以评价，以后不再提醒。',
    },
  },
  ratingReply: {
    zh: '评价有了回复',
    topic: 'rating',
    variables: { service: variables.service, number: variables.number, place: variables.place },
    texts: {
      noticeTitle: '您对{事项}的评价有了回复',
      noticeBody: '管理员已回复您的意见，在“我的”里打开这件事，点“看评价和回复”。',
      sms: '您对{事项}（{办件编号}）的评价有了回复：{评价地址}',
      emailSubject: '您对{事项}的评价有了回复',
      emailBody: '您好！\n\n您对{事项}（{办件编号}）的评价有了回复，请到这里看：{评价地址}',
    },
  },
})
