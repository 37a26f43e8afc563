import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { addMasterKey, dropEarlierKeys, keyPath, loadKeys } from '../../kernel/ciphers/keys.ts'
import { openDatabase } from '../../kernel/db/connect.ts'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { readConfig } from '../config.ts'
import { countSealedByOthers, LONGEST_WRITE } from '../key-rotation.ts'
import { exitCodes, commandLog as log, runCommand } from './command.ts'
import { withOwnerUrl } from './reach-database.ts'

/** `npm run rotate-keys`: a new master key; `-- --drop-old` forgets the earlier ones once nothing is sealed by them. */
const { values: options } = parseArgs({ options: { 'drop-old': { type: 'boolean', default: false } } })

const config = readConfig(process.env)

async function rotate(): Promise<number> {
  await addMasterKey(config.dataFolder)
  log.info(`已换上新的主密钥：${keyPath(config.dataFolder)}。运行中的服务器几秒内改用它，停着的下次启动时改用。`)
  log.info('请现在就另行保存这个文件。旧密钥还在其中：旧备份要用它们才能恢复。')
  return exitCodes.done
}

async function dropOld(): Promise<number> {
  const { masterKeys } = await loadKeys(config.dataFolder, { mayMake: false })
  if (masterKeys.length === 1) {
    log.info('密钥文件里只有现用的主密钥，没有旧的。')
    return exitCodes.done
  }
  const { mtimeMs } = await stat(keyPath(config.dataFolder))
  if (Date.now() - mtimeMs < LONGEST_WRITE) throw new StartProblem('主密钥刚刚更换，请两分钟以后再试。')
  const left = await withOwnerUrl(config, { info: () => {}, error: log.error }, async (ownerUrl) => {
    const owner = openDatabase(ownerUrl, { max: 1 })
    return countSealedByOthers(owner.db, masterKeys[0].id).finally(owner.close)
  })
  if (left > 0) {
    throw new StartProblem(`还有 ${left} 个值由旧密钥封装，请让服务器运行到全部换完（日志里的 master-keys）再试。`)
  }
  await dropEarlierKeys(config.dataFolder)
  log.info(`已去掉 ${masterKeys.length - 1} 把旧密钥。此前的备份没有另存的旧密钥文件就不能再恢复。`)
  return exitCodes.done
}

runCommand('更换密钥', options['drop-old'] ? dropOld : rotate)
