import { defineTemplate, type NoticeTemplate } from '../notifications/templates.ts'
import type { Flow } from './flow.ts'

export type CaseVariable = 'service' | 'number'

const codeOf = (flow: Flow, action: string) => `case.${flow.service}.${action}`

const stepOf = (flow: Flow, action: string) => flow.actions[action]?.button ?? action

const defineFor = (flow: Flow, action: string, { title, body }: { title: string; body: string }) =>
  defineTemplate<CaseVariable>(codeOf(flow, action), {
    zh: `${flow.terms[flow.service]?.zh ?? flow.service} · ${stepOf(flow, action)}`,
    topic: 'case',
    variables: {
      service: { zh: '事项', kind: 'text', sample: flow.terms[flow.service]?.zh ?? flow.service },
      number: { zh: '办件编号', kind: 'text', sample: `${flow.prefix}4205022026000001` },
    },
    texts: {
      noticeTitle: `{事项}：${title}`,
      noticeBody: body,
      sms: `{事项}（{办件编号}）：${title}。${body}`,
      emailSubject: `{事项}（{办件编号}）：${title}`,
      emailBody: `您好！\n\n{事项}（{办件编号}）：${title}。\n\n${body}\n\n登录平台，在“我的”里可以看到这件事办到哪一步、在谁手里。`,
    },
  })

/** The templates of what a flow tells its applicant, by action: its own words are the wording they begin with. */
export const flowTemplates = (flow: Flow): ReadonlyMap<string, NoticeTemplate<CaseVariable>> =>
  new Map(
    Object.entries(flow.actions).flatMap(([action, { notice }]) =>
      notice ? [[action, defineFor(flow, action, notice)]] : [],
    ),
  )
