import { type Static, Type } from 'typebox'
import { anyone } from '../kernel/access/policy.ts'
import { defineOperation } from '../kernel/operations/operation.ts'

const State = Type.Enum(['open', 'preparing'])
const Href = Type.Union([Type.String(), Type.Null()])

const Catalogue = Type.Object({
  functions: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      tier: Type.Enum(['基本', '延伸', '拓展']),
      module: Type.String(),
      state: State,
      href: Href,
    }),
  ),
  measures: Type.Array(Type.Object({ number: Type.String(), title: Type.String(), state: State, href: Href })),
})
type Catalogue = Static<typeof Catalogue>

const tiers = { 1: '基本', 2: '延伸', 3: '拓展' } as const

/** Root-relative pages of what is open; a function not listed here is still being prepared. */
const openPages: Readonly<Record<string, string>> = {
  '1.1.1': '/policies',
  '6.1.1': '/services/guaranteed-loan',
  '6.1.2': '/eligibility/guaranteed-loan',
}

/** The handbook's modules and functions (公共创业服务功能手册): code `module.tier.number`. */
const functionsByModule: readonly [module: string, functions: readonly [code: string, name: string][]][] = [
  [
    '信息发布',
    [
      ['1.1.1', '创业政策法规'],
      ['1.1.2', '创业服务信息'],
      ['1.2.1', '创业项目展示'],
      ['1.2.2', '创业指导专家介绍'],
      ['1.3.1', '创业资讯'],
    ],
  ],
  [
    '业务咨询',
    [
      ['2.1.1', '创业政策解答'],
      ['2.1.2', '创业服务介绍'],
      ['2.2.1', '业务申办指引'],
      ['2.3.1', '创业发展咨询'],
    ],
  ],
  [
    '创业培训',
    [
      ['3.1.1', '培训组织实施'],
      ['3.1.2', '培训监督评估'],
      ['3.2.1', '跟踪服务'],
      ['3.3.1', '创业实训见习'],
    ],
  ],
  [
    '创业指导',
    [
      ['4.1.1', '创业项目分析'],
      ['4.1.2', '开业指导'],
      ['4.2.1', '专家指导'],
      ['4.2.2', '专业服务对接'],
      ['4.3.1', '创业失败帮扶'],
    ],
  ],
  [
    '创业孵化',
    [
      ['5.1.1', '孵化基地建设'],
      ['5.1.2', '项目入驻对接'],
      ['5.2.1', '孵化基地奖补'],
      ['5.2.2', '孵化项目扶持'],
      ['5.3.1', '孵化基地管理'],
    ],
  ],
  [
    '创业融资',
    [
      ['6.1.1', '创业担保贷款受理'],
      ['6.1.2', '创业担保贷款资格审核'],
      ['6.2.1', '贷款担保'],
      ['6.2.2', '贴息对接'],
      ['6.3.1', '融资指导推荐'],
    ],
  ],
  [
    '创业活动',
    [
      ['7.1.1', '经验交流'],
      ['7.1.2', '典型选树'],
      ['7.2.1', '赛事举办'],
      ['7.2.2', '成果展示'],
      ['7.3.1', '社群组织'],
    ],
  ],
]

/** The opinion's eighteen measures (健全创业支持体系), by number. */
const measureTitles: readonly [number: string, title: string][] = [
  ['一', '强化创业意识培育'],
  ['二', '加强创业能力培训'],
  ['三', '开展创业经验技能实践锻炼'],
  ['四', '落实落细公共创业服务'],
  ['五', '跟进提供专业化指导服务'],
  ['六', '强化人力资源支持服务'],
  ['七', '做好再创业帮扶保障服务'],
  ['八', '提升创业孵化载体服务质量'],
  ['九', '优化创业孵化服务环境'],
  ['十', '推行重点项目跟踪扶持孵化模式'],
  ['十一', '强化返乡下乡入乡创业支持引导'],
  ['十二', '搭建资源对接服务平台'],
  ['十三', '选树创业促进就业典型'],
  ['十四', '组织跨区域结对互助合作'],
  ['十五', '实施财税支持政策'],
  ['十六', '加大创业融资支持'],
  ['十七', '做好稳岗扩岗支持'],
  ['十八', '强化社会保险支持作用'],
]

const stateOf = (key: string) => {
  const href = openPages[key] ?? null
  return { state: href === null ? ('preparing' as const) : ('open' as const), href }
}

const tierOf = (code: string) => tiers[Number(code.split('.')[1]) as 1 | 2 | 3]

/** What the platform offers today: 33 functions in three tiers and 18 measures, each open or still being prepared. */
const catalogue: Catalogue = {
  functions: functionsByModule.flatMap(([module, functions]) =>
    functions.map(([code, name]) => ({ code, name, tier: tierOf(code), module, ...stateOf(code) })),
  ),
  measures: measureTitles.map(([number, title]) => ({ number: `（${number}）`, title, ...stateOf(number) })),
}

export const catalogueOperations = [
  defineOperation({
    name: 'catalogue.get',
    summary: '服务目录：33 项服务功能和 18 条措施，哪些已开通',
    http: 'GET /catalogue',
    policy: anyone,
    input: Type.Object({}, { additionalProperties: false }),
    output: Catalogue,
    handle: async () => catalogue,
  }),
]
