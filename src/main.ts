import { buildFaces } from '../scripts/build.ts'
import { readConfig } from './app/config.ts'
import { readAccounts } from './app/demonstration/accounts.ts'
import { type Running, start } from './app/start.ts'
import { StartProblem } from './kernel/db/start-problem.ts'

const log = { info: console.log, error: console.error }

/** Says why there is nothing to go on with, in one sentence where the operator can mend it. */
function giveUp(error: unknown): never {
  log.error(error instanceof StartProblem ? error.message : error)
  process.exit(1)
}

/**
 * Drains and stops once, whichever signal comes first; a second one changes nothing. One that comes while starting waits until
 * the start is over: half of one would leave a database without anyone who stops it, or half a city.
 */
function stopOnSignal(starting: Promise<Running>): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await (await starting).stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop().catch(giveUp))
}

async function printDemonstration(address: string, dataFolder: string): Promise<void> {
  const accounts = await readAccounts(dataFolder)
  log.info('\n演示账号（数据均为虚构）：')
  log.info(`  创业者：任意 11 位手机号登录，验证码在 ${address}/demo/mailbox`)
  for (const { login, password, says } of accounts) log.info(`  ${says}：${login} / ${password}`)
  log.info(`  工作人员的动态码：${address}/demo/accounts`)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const facesReady = buildFaces({ log: log.info })
  // A fault of theirs is told by the start, which waits for them.
  facesReady.catch(() => {})
  const starting = start(config, log, facesReady)
  stopOnSignal(starting)
  const running = await starting
  log.info(
    `\n启创已启动\n  门户：   ${running.address}/\n  工作台： ${running.address}/workbench\n  接口：   ${running.address}/api/openapi.json`,
  )
  if (config.demonstration) await printDemonstration(running.address, config.dataFolder)
}

main().catch(giveUp)
