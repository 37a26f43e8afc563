/** How long a kind of record is kept (保存期限) after which event, and what that rests on. */
export interface RetentionRule {
  /** What is kept. */
  zh: string
  /** The event from which it counts. */
  after: string
  /** How long: in days or in years. */
  days?: number
  years?: number
  /** The period in words, where another record's or the operator's setting gives it. */
  says?: string
  article: string
}

const shortest = '《个人信息保护法》第十九条：保存期限应当为实现处理目的所必要的最短时间'
const files =
  '《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）第六条：定期保管的文书档案一般分为30年、10年'

/** The one table of retention: what becomes due, what a wish is refused by, and what the pages say, all read it. */
export const retentionRules = {
  endedCase: { zh: '办结的办件，连同材料、文书、判定和评价', after: '办结', years: 10, article: files },
  loanFile: { zh: '推荐成功的担保贷款档案', after: '贷款期满', years: 10, article: files },
  idlePerson: {
    zh: '没有档案要保存的服务对象，连同草稿、已知情况、同意、账号和通知',
    after: '最近一次使用',
    years: 1,
    article: shortest,
  },
  draft: { zh: '没有提交的申请', after: '最近一次改动', days: 180, article: shortest },
  session: { zh: '登录记录', after: '退出或过期', days: 30, article: shortest },
  message: { zh: '发出的短信和邮件', after: '发送', says: '30 天，运行的人可以另定', article: shortest },
  repeatedAnswer: { zh: '防止重复提交的记录', after: '提交', days: 7, article: shortest },
  audit: {
    zh: '办件编号、状态、金额、办理经过和审计记录，不含个人信息',
    after: '产生',
    says: '长期，用于统计和监督',
    article: '《个人信息保护法》第四条：匿名化处理后的信息不属于个人信息',
  },
} as const satisfies Record<string, RetentionRule>

/** By which a person is proposed: the rules whose end makes all of their data due, and their own wish. */
export const erasureGrounds = {
  idlePerson: retentionRules.idlePerson.zh,
  endedCase: retentionRules.endedCase.zh,
  ownWish: '本人申请删除',
  replay: '从备份恢复后按名单重新删除',
} as const
export type ErasureGround = keyof typeof erasureGrounds
export const groundNames = Object.keys(erasureGrounds) as ErasureGround[]

export const groundArticles: Readonly<Record<ErasureGround, string>> = {
  idlePerson: retentionRules.idlePerson.article,
  endedCase: retentionRules.endedCase.article,
  ownWish: '《个人信息保护法》第四十七条：处理目的已实现、个人撤回同意的，应当删除个人信息',
  replay: '《个人信息保护法》第四十七条',
}

export const erasureStates = {
  proposed: '等另一人批准',
  approved: '已批准，等待执行',
  carrying: '正在删除',
  done: '已删除',
  refused: '不予删除',
  withdrawn: '已撤回',
} as const
export type ErasureState = keyof typeof erasureStates
export const stateNames = Object.keys(erasureStates) as ErasureState[]

/** What an erasure takes away, in words for the person. */
export const erasedThings = [
  '姓名、手机号、证件号码、出生日期，和按它们查到您的索引',
  '填过的申请表、已知情况和资格判定的内容',
  '交过的材料（文件本身和名称）、收到的文书和通知',
  '评价里写的话、给过的同意、通知设置和邮箱',
  '登录账号、登录设备，和单点登录的关联',
] as const

/** The period of a rule in words. */
export const periodOf = (rule: RetentionRule): string =>
  rule.says ?? (rule.years === undefined ? `${rule.days} 天` : `${rule.years} 年`)
