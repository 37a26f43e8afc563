import { buildFaces } from '../scripts/build.ts'
import { readConfig } from './app/config.ts'
import { readAccounts } from './app/demonstration/accounts.ts'
import { type Running, start } from './app/start.ts'
import { StartProblem } from './kernel/db/start-problem.ts'

const log = { info: console.log, error: console.error }

/** Drains and stops once, whichever signal comes first; a second one while draining changes nothing. */
function stopOnSignal(running: Running): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(String(error))
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
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
  await buildFaces({ log: log.info })
  const running = await start(config, log)
  stopOnSignal(running)
  log.info(
    `\n启创已启动\n  门户：   ${running.address}/\n  工作台： ${running.address}/workbench\n  接口：   ${running.address}/api/openapi.json`,
  )
  if (config.demonstration) await printDemonstration(running.address, config.dataFolder)
}

main().catch((error: unknown) => {
  log.error(error instanceof StartProblem ? error.message : error)
  process.exit(1)
})
