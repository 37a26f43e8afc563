import { once } from 'node:events'
import { access, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { availableParallelism, freemem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { messagesOff } from '../message-config.ts'
import { type Check, look, note, well, wrong } from './finding.ts'

const MIB = 1024 * 1024
const OTHERS = 0o077
const built = fileURLToPath(new URL('../../../build/portal/server/index.js', import.meta.url))

const checkNode = async (): Promise<Check> => {
  const [major = 0] = process.versions.node.split('.').map(Number)
  return major >= 24
    ? well('Node', process.versions.node)
    : wrong('Node', `版本是 ${process.versions.node}`, '请用 Node 24 或更高版本，或用 npm run 启动。')
}

const checkMemory = async (): Promise<Check> => {
  const free = Math.round(freemem() / MIB)
  const says = `空闲 ${free} MB，${availableParallelism()} 个处理器`
  return free < 256 ? note('内存', says, '内存偏少，请关掉其他程序或增加内存。') : well('内存', says)
}

async function checkDisk(name: string, folder: string): Promise<Check> {
  const { bavail, bsize, blocks } = await statfs(folder)
  const free = Math.round((bavail * bsize) / MIB)
  const says = `${folder} 所在磁盘剩余 ${free} MB（${Math.round((bavail / blocks) * 100)}%）`
  if (free < 500) return wrong(name, says, '请清理磁盘或换更大的磁盘：写满后不能办理业务。')
  return free < 5000 ? note(name, says, '请留意磁盘空间。') : well(name, says)
}

async function checkKey(config: Config, name: string): Promise<Check> {
  const path = join(config.dataFolder, 'keys', name)
  const found = await stat(path).catch(() => null)
  if (!found) return wrong('密钥', `找不到 ${path}`, '请从单独保管的备份里恢复；从未启动过则不必管。')
  if (found.mode & OTHERS) return wrong('密钥', `${path} 对其他账户开放`, `请执行 chmod 600 '${path}'。`)
  await access(path)
  return well('密钥', `${path} 只对本账户开放`)
}

async function checkFolder({ dataFolder }: Config): Promise<Check> {
  const files = await stat(join(dataFolder, 'files')).catch(() => null)
  if (!files) return note('数据文件夹', `${dataFolder} 里还没有数据`, '第一次启动后再查。')
  return files.mode & OTHERS
    ? wrong(
        '数据文件夹',
        `${join(dataFolder, 'files')} 对其他账户开放`,
        `请执行 chmod 700 '${join(dataFolder, 'files')}'。`,
      )
    : well('数据文件夹', dataFolder)
}

async function checkFaces(): Promise<Check> {
  return (await stat(built).catch(() => null))
    ? well('页面', '已生成')
    : note('页面', '还没有生成', '请执行 npm run build，或直接 npm start。')
}

/** Whether we answer there, someone else does, or nobody. */
async function checkPort({ host, port }: Config): Promise<Check> {
  if (port === 0) return well('端口', '由系统选择')
  const ours = await fetch(`http://${host}:${port}/api/health`, { signal: AbortSignal.timeout(3000) }).then(
    async (answer) => ((await answer.json()) as { status?: string }).status,
    () => null,
  )
  if (ours === 'ready') return well('端口', `${host}:${port} 上的启创正在服务`)
  if (ours) return wrong('端口', `${host}:${port} 上的启创没有就绪`, '请看它的日志，多半是数据库连不上。')
  const probe = createServer().listen({ host, port })
  const free = await Promise.race([once(probe, 'listening').then(() => true), once(probe, 'error').then(() => false)])
  probe.close()
  return free
    ? well('端口', `${host}:${port} 空闲`)
    : wrong('端口', `${host}:${port} 被别的程序占用`, '请关掉占用它的程序，或用 PORT 换一个端口。')
}

/** What stands in the environment: things that are allowed but not meant for serving the public. */
async function checkSettings(config: Config): Promise<Check[]> {
  const { mail, sms } = config.messages ?? messagesOff
  const open = config.publicAddress ? new URL(config.publicAddress) : null
  const providers = config.signOnProviders ?? []
  return [
    config.demonstration && (open || config.databaseUrl)
      ? wrong(
          '演示',
          '演示模式开着，却设置了外网地址或外部数据库',
          '正式使用请设 DEMO=off，演示账号和验证码会公开显示。',
        )
      : config.demonstration
        ? note('演示', '演示模式开着', '正式使用请设 DEMO=off。')
        : well('演示', '关闭'),
    sms ? well('短信', '已配置') : note('短信', '没有配置', '请设 SMS_URL 和 SMS_SECRET_FILE，否则验证码发不出去。'),
    mail ? well('邮件', '已配置') : note('邮件', '没有配置', '需要时请设 SMTP_URL 和 MAIL_FROM。'),
    providers.length > 0
      ? well('单点登录', providers.map(({ id }) => id).join('、'))
      : note('单点登录', '没有配置', '需要时请设 SIGN_ON。'),
    ...checkAddress(config, open),
  ]
}

function checkAddress(config: Config, open: URL | null): Check[] {
  if (!open)
    return [note('外网地址', '没有设置', '对外服务请设 PUBLIC_ADDRESS=https://……，文书和二维码里的网址由它而来。')]
  if (open.protocol !== 'https:') return [wrong('外网地址', `${open.origin} 没有加密`, '对外服务请用 https。')]
  const proxies = config.observation?.trustedProxies ?? []
  return [
    well('外网地址', open.origin),
    proxies.length > 0
      ? well('反向代理', `只信任 ${proxies.join('、')} 转来的来访地址`)
      : wrong('反向代理', '没有设置', '请设 TRUST_PROXY 为反向代理的地址，否则所有来访者会被当成一个人限速。'),
  ]
}

/** Looks at the machine, the data folder and the settings. */
export async function examineMachine(config: Config): Promise<Check[]> {
  const looks = [
    look('Node', checkNode),
    look('内存', checkMemory),
    look('数据文件夹', () => checkFolder(config)),
    look('磁盘', () => checkDisk('磁盘', config.dataFolder)),
    look('密钥', () => checkKey(config, 'master.json')),
    look('密钥', () => checkKey(config, 'seal.pem')),
    look('页面', checkFaces),
    look('端口', () => checkPort(config)),
    look('设置', () => checkSettings(config)),
  ]
  return (await Promise.all(looks)).flat()
}
