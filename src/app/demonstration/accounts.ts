import { randomBytes, randomInt } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Secret } from 'otpauth'
import { Type } from 'typebox'
import type { Role } from '../../kernel/access/actor.ts'
import { anyone } from '../../kernel/access/policy.ts'
import { createStaff } from '../../kernel/identity/accounts.ts'
import { totpCode } from '../../kernel/identity/totp.ts'
import type { Platform } from '../../kernel/operations/context.ts'
import { defineOperation, type Operation } from '../../kernel/operations/operation.ts'
import { makeResidentId } from '../../kernel/parties/demonstration-id.ts'
import { parseDate } from '../../shared/dates.ts'

/** A demonstration account; its password and secret are made anew for each installation and kept in its data folder. */
export interface DemonstrationAccount {
  login: string
  name: string
  says: string
  role: Role
  division: string
  office: string
  password: string
  totpSecret: string
}

const staff: readonly Omit<DemonstrationAccount, 'password' | 'totpSecret'>[] = [
  {
    login: 'clerk1',
    name: '窗口员甲',
    says: '西陵区窗口人员',
    role: 'clerk',
    division: '420502000000',
    office: '420502000000 window',
  },
  {
    login: 'clerk2',
    name: '窗口员乙',
    says: '伍家岗区窗口人员',
    role: 'clerk',
    division: '420503000000',
    office: '420503000000 window',
  },
  {
    login: 'clerk3',
    name: '窗口员丙',
    says: '宜昌市窗口人员（全市）',
    role: 'clerk',
    division: '420500000000',
    office: '420500000000 window',
  },
  {
    login: 'reviewer1',
    name: '审核员甲',
    says: '西陵区审核人员',
    role: 'reviewer',
    division: '420502000000',
    office: '420502000000 bureau',
  },
  {
    login: 'reviewer2',
    name: '审核员乙',
    says: '宜昌市审核人员（全市）',
    role: 'reviewer',
    division: '420500000000',
    office: '420500000000 bureau',
  },
  {
    login: 'clerk4',
    name: '窗口员丁',
    says: '西陵区窗口人员，与窗口员甲互为代理',
    role: 'clerk',
    division: '420502000000',
    office: '420502000000 window',
  },
  {
    login: 'clerk5',
    name: '窗口员戊',
    says: '伍家岗区窗口人员，正在休假，由窗口员乙代理',
    role: 'clerk',
    division: '420503000000',
    office: '420503000000 window',
  },
  {
    login: 'reviewer3',
    name: '审核员丙',
    says: '西陵区审核人员',
    role: 'reviewer',
    division: '420502000000',
    office: '420502000000 bureau',
  },
  {
    login: 'administrator1',
    name: '管理员甲',
    says: '宜昌市管理员（全市）',
    role: 'administrator',
    division: '420500000000',
    office: '420500000000 bureau',
  },
  {
    login: 'editor1',
    name: '信息员甲',
    says: '宜昌市信息员（全市）',
    role: 'editor',
    division: '420500000000',
    office: '420500000000 bureau',
  },
  {
    login: 'editor2',
    name: '信息员乙',
    says: '宜昌市信息员（全市），可审核信息员甲送审的',
    role: 'editor',
    division: '420500000000',
    office: '420500000000 bureau',
  },
  {
    login: 'auditor1',
    name: '审计员甲',
    says: '宜昌市审计人员（全市），看统计和留痕',
    role: 'auditor',
    division: '420500000000',
    office: '420500000000 bureau',
  },
]

const makePassword = () => `Qc-${randomInt(1000, 9999)}-${randomBytes(6).toString('base64url')}`

const fileOf = (dataFolder: string) => join(dataFolder, 'demonstration', 'accounts.json')

/** The accounts of this installation, as the page and the start's printout show them; none before they were made. */
export async function readAccounts(dataFolder: string): Promise<readonly DemonstrationAccount[]> {
  try {
    return JSON.parse(await readFile(fileOf(dataFolder), 'utf8')) as DemonstrationAccount[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Makes the demonstration's staff, with fresh passwords and authenticator secrets. Gives their account ids by log-in name. */
export async function seedAccounts(
  platform: Platform,
  dataFolder: string,
  offices: Readonly<Record<string, string>>,
): Promise<{ account: DemonstrationAccount; id: string }[]> {
  const accounts = staff.map((one) => ({
    ...one,
    password: makePassword(),
    totpSecret: new Secret({ size: 20 }).base32,
  }))
  const made = []
  for (const account of accounts) {
    const { login, name, password, totpSecret, role, division, office } = account
    const grants = [{ role, division, officeId: offices[office] ?? null }]
    made.push({ account, id: await createStaff(platform.db, platform, { login, name, password, totpSecret, grants }) })
  }
  await mkdir(dirname(fileOf(dataFolder)), { recursive: true, mode: 0o700 })
  await writeFile(fileOf(dataFolder), `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 })
  return made
}

/** Numbers of nobody, for whoever tries the real-name step; the area does not exist. */
const residentIds = [
  makeResidentId(parseDate('1993-04-18'), 901),
  makeResidentId(parseDate('1988-11-02'), 902),
  makeResidentId(parseDate('2001-07-25'), 903),
]

/** Lists the demonstration accounts with the code of the moment; composed only where DEMO is on. */
export const demonstrationAccounts = (dataFolder: string): Operation =>
  defineOperation({
    name: 'demo.getAccounts',
    summary: '演示账号、密码和当前动态码（仅演示环境）',
    http: 'GET /demo/accounts',
    policy: anyone,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      residentIds: Type.Array(Type.String(), { description: 'Invented numbers that pass the check of GB 11643' }),
      items: Type.Array(
        Type.Object({
          login: Type.String(),
          name: Type.String(),
          says: Type.String(),
          password: Type.String(),
          code: Type.String(),
        }),
      ),
    }),
    async handle(ctx) {
      const accounts = await readAccounts(dataFolder)
      const view = ({ login, name, says, password, totpSecret }: DemonstrationAccount) => ({
        login,
        name,
        says,
        password,
        code: totpCode(totpSecret, ctx.now),
      })
      return { residentIds, items: accounts.map(view) }
    },
  })
