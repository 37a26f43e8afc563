import { readFileSync } from 'node:fs'
import { StartProblem } from '../kernel/db/start-problem.ts'
import type { RealNameClaims, SignOnProvider } from '../kernel/sign-on/provider.ts'

type Read = (name: string) => string | undefined

const serves = { persons: 'person', staff: 'staff' } as const

function readSecret(name: string, path: string): string {
  try {
    const secret = readFileSync(path, 'utf8').trim()
    if (secret !== '') return secret
  } catch {
    // Said below: a file that can't be read and an empty one are mended alike.
  }
  throw new StartProblem(`${name} 指的文件 ${path} 读不到内容，请放好登录服务的密钥文件后再启动。`)
}

/** 'level=3,4': the claim that tells how well someone is proved, and the values that suffice. */
function readAssurance(name: string, text: string): RealNameClaims['assurance'] {
  const [claim = '', values = ''] = text.split('=', 2).map((part) => part.trim())
  const listed = values.split(',').filter((value) => value !== '')
  if (claim !== '' && listed.length > 0) return { claim, values: listed }
  throw new StartProblem(`${name} 应写成“声明=值”，例如 level=3,4，现在是“${text}”，请改正后再启动。`)
}

function readProvider(id: string, environment: NodeJS.ProcessEnv): SignOnProvider {
  const prefix = `SIGN_ON_${id.toUpperCase().replaceAll('-', '_')}_`
  const read: Read = (name) => environment[prefix + name] || undefined
  const need = (name: string, meaning: string) => {
    const text = read(name)
    if (text !== undefined) return text
    throw new StartProblem(`登录方式 ${id} 缺少 ${prefix}${name}（${meaning}），请补上后再启动。`)
  }
  const whom = need('SERVES', 'persons 或 staff')
  if (whom !== 'persons' && whom !== 'staff') {
    throw new StartProblem(`${prefix}SERVES 应是 persons 或 staff，现在是“${whom}”，请改正后再启动。`)
  }
  const issuer = need('ISSUER', '登录服务的网址')
  if (!URL.canParse(issuer)) {
    throw new StartProblem(`${prefix}ISSUER 应是一个网址，现在是“${issuer}”，请改正后再启动。`)
  }
  const assurance = read('ASSURANCE')
  return {
    id,
    name: need('NAME', '显示给人看的名称'),
    serves: serves[whom],
    issuer,
    clientId: need('CLIENT_ID', '本平台在那里的编号'),
    clientSecret: readSecret(`${prefix}SECRET_FILE`, need('SECRET_FILE', '密钥文件')),
    scope: read('SCOPE') ?? (whom === 'persons' ? 'openid profile phone' : 'openid'),
    vouchesForPhone: read('PHONE') === 'verified',
    realName: assurance
      ? {
          assurance: readAssurance(`${prefix}ASSURANCE`, assurance),
          name: read('NAME_CLAIM') ?? 'name',
          number: read('NUMBER_CLAIM') ?? 'identity_number',
          kind: read('KIND_CLAIM') ?? null,
        }
      : null,
  }
}

/**
 * Reads the providers of single sign-on: their ids from SIGN_ON, of each the variables SIGN_ON_<ID>_…; docs/operations.md lists
 * them. Throws StartProblem for what cannot be meant.
 */
export function readSignOnProviders(
  environment: NodeJS.ProcessEnv,
  publicAddress: string | null,
): readonly SignOnProvider[] {
  const ids = (environment.SIGN_ON ?? '').split(',').flatMap((id) => id.trim() || [])
  const wrong = ids.find((id) => !/^[a-z][a-z0-9-]{0,30}$/.test(id))
  if (wrong !== undefined) {
    throw new StartProblem(`SIGN_ON 里的“${wrong}”不能用：每个登录方式用小写字母、数字和连字符命名，请改正后再启动。`)
  }
  if (ids.length > 0 && publicAddress === null) {
    throw new StartProblem('设置了 SIGN_ON，还要用 PUBLIC_ADDRESS 写明外网访问的网址，登录服务要回到那里。')
  }
  return ids.map((id) => readProvider(id, environment))
}
