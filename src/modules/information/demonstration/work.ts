import type { PolicyCard } from './policy-seed.ts'

/** A text on an editor's desk, as it would come in; all of it invented. */
export interface WorkSeed {
  title: string
  number: string
  sourceSays: string
  text: string
}

/** What was collected and not put in order yet. */
export const collectedSeeds: readonly WorkSeed[] = [
  {
    title: '关于征集2027年返乡创业示范项目的通知（演示）',
    number: '演示宜文〔2026〕61号',
    sourceSays: '市政府网站“通知公告”栏（演示）',
    text: '各县市区：\n现征集返乡创业示范项目，请于十二月底前报送。\n一、征集范围\n（一）返乡人员新办的企业\n（二）带动就业十人以上的项目\n二、报送方式\n由县级就业服务窗口统一报送。',
  },
  {
    title: '宜昌市创业场地租金补贴发放公告（演示）',
    number: '',
    sourceSays: '市就业服务中心公告栏（演示）',
    text: '现将第四批创业场地租金补贴发放情况公告如下。\n批次\t户数\t金额\n第三批\t42\t25.2 万元\n第四批\t57\t33.8 万元',
  },
]

/** What is being edited: the text is there, the card is half written. */
export const editedSeed: WorkSeed = {
  title: '宜昌市创业带动就业补贴实施细则（演示）',
  number: '演示宜文〔2026〕58号',
  sourceSays: '市人社局来文（演示）',
  text: '第一条 补贴对象\n吸纳就业并缴纳社会保险满六个月的初创企业。\n第二条 补贴标准\n每吸纳一人补贴 2000 元，同一企业累计不超过 3 万元。\n第三条 申请材料\n（一）营业执照\n（二）社会保险缴费凭证\n第四条 办理时限\n受理后 15 个工作日内办结。',
}

/** What waits for the second person. */
export const reviewedSeed: WorkSeed = {
  title: '西陵区青年创业驿站入驻办法（演示）',
  number: '演示西文〔2026〕12号',
  sourceSays: '区人社局来文（演示）',
  text: '第一条 适用对象\n毕业五年内首次创业的高校毕业生。\n第二条 入驻支持\n第一年免费，第二年减半。\n第三条 申请\n网上或窗口申请，10 个工作日内答复。',
}

export const workCard: PolicyCard = {
  who: '毕业五年内首次创业的高校毕业生。',
  howMuch: '创业驿站工位第一年免费，第二年减半。',
  bring: ['身份证', '毕业证', '创业计划'],
  howLong: '10 个工作日内答复。',
  where: '西陵区就业服务窗口，或在本平台网上申请。',
}
