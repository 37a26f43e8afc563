import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { exitCodes, commandLog as log, runCommand } from './command.ts'
import { examineDatabase } from './examine-database.ts'
import { examineMachine } from './examine-machine.ts'
import { type Check, look } from './finding.ts'
import { withEmbedded } from './reach-database.ts'

const marks: Record<Check['state'], string> = { well: '✓', note: '!', wrong: '✗' }

const say = ({ name, state, says, remedy }: Check) => `${marks[state]} ${name}：${says}${remedy ? `。${remedy}` : '。'}`

async function examine(config: Config): Promise<Check[]> {
  const machine = await examineMachine(config)
  const { databaseUrl, databaseOwnerUrl } = config
  const database = await look('数据库', () =>
    databaseUrl && databaseOwnerUrl
      ? examineDatabase(databaseOwnerUrl, databaseUrl, config)
      : withEmbedded(config, { info: () => {}, error: log.error }, ({ ownerUrl, appUrl }) =>
          examineDatabase(ownerUrl, appUrl, config),
        ),
  )
  return [...machine, ...database]
}

async function doctor(): Promise<number> {
  const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  const checks = await examine(readConfig(process.env))
  const faults = checks.filter(({ state }) => state === 'wrong').length
  if (options.json) log.info(JSON.stringify({ well: faults === 0, checks }, null, 2))
  else {
    for (const check of checks) log.info(say(check))
    log.info(faults === 0 ? '\n没有发现问题。' : `\n发现 ${faults} 个问题，见 ✗。`)
  }
  return faults === 0 ? exitCodes.done : exitCodes.wrong
}

runCommand('检查', doctor)
