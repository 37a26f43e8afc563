import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { bringKeys, keyOptions } from './bring-keys.ts'
import { exitCodes, commandLog as log, need, readInstant, runCommand } from './command.ts'
import { carryErasedList } from './erased-list.ts'
import { restoreBackup } from './restore-backup.ts'

const usage =
  'npm run restore -- --from 备份文件夹 （--at 时刻 或 --to-latest）--data-dir 新的空文件夹 （--keys-from 原数据文件夹，或 --keys 密钥文件 --passphrase-file 口令文件）'

async function restore(): Promise<number> {
  const { values: options } = parseArgs({
    options: {
      from: { type: 'string' },
      at: { type: 'string' },
      'to-latest': { type: 'boolean' },
      'data-dir': { type: 'string' },
      ...keyOptions,
    },
  })
  if ((options.at === undefined) === (options['to-latest'] === undefined)) throw new StartProblem(`用法：${usage}。`)
  const dataFolder = resolve(need(options['data-dir'], usage))
  const from = need(options.from, usage)
  const carryIn = async (folder: string) => {
    await bringKeys(options, usage, folder)
    await carryErasedList(resolve(from), folder)
  }
  const at = options.at === undefined ? null : readInstant('--at', options.at, new Date())
  const restored = await restoreBackup({ from, at, dataFolder, bringKeys: carryIn, now: () => new Date(), log })
  log.info(
    `已恢复到 ${dataFolder}，含 ${restored.papers} 份材料。请用 DATA_DIR=${dataFolder} 启动，并尽快做一次新的备份。`,
  )
  for (const key of restored.missing) log.info(`  缺少材料文件 ${key}`)
  const { findings } = restored.verification
  for (const { where } of findings) log.info(`  与封印不符：${where}`)
  return findings.length + restored.missing.length === 0 ? exitCodes.done : exitCodes.wrong
}

runCommand('恢复', restore)
