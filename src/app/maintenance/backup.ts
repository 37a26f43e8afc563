import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { resolveBases } from './backup-set.ts'
import { packKeys } from './carry-keys.ts'
import { checkBackup } from './check-backup.ts'
import {
  exitCodes,
  commandLog as log,
  need,
  readCount,
  readPassphrase,
  readProgramVersion,
  runCommand,
} from './command.ts'
import { carryErasedList } from './erased-list.ts'
import { pruneBackups } from './prune-backups.ts'
import { withEmbedded } from './reach-database.ts'
import { takeBackup } from './take-backup.ts'

const usage =
  'npm run backup -- [--to 文件夹] [--keep 份数] [--with-keys 文件 --passphrase-file 文件]，或 npm run backup -- --verify 文件夹'

const { values: options } = parseArgs({
  options: {
    to: { type: 'string' },
    keep: { type: 'string' },
    verify: { type: 'string' },
    'with-keys': { type: 'string' },
    'passphrase-file': { type: 'string' },
  },
})

async function verify(path: string): Promise<number> {
  const { folder, bases } = await resolveBases(resolve(path))
  for (const base of bases) {
    const { papers, segments } = await checkBackup(folder, base)
    log.info(`✓ ${base.path}：完好，含 ${papers} 份材料，其后有 ${segments} 段归档日志。`)
  }
  return exitCodes.done
}

async function backUp(): Promise<number> {
  const config = readConfig(process.env)
  const to = resolve(need(options.to ?? config.backup?.folder, usage))
  const keep = options.keep === undefined ? config.backup?.keep : readCount('--keep', options.keep)
  const program = await readProgramVersion()
  const { path, manifest } = await withEmbedded(config, log, ({ folder, superuserUrl }) =>
    takeBackup({
      superuserUrl,
      databaseFolder: folder,
      dataFolder: config.dataFolder,
      to,
      program,
      now: () => new Date(),
    }),
  )
  await carryErasedList(config.dataFolder, to)
  log.info(`已备份到 ${path}，含 ${manifest.papers} 份材料。密钥不在其中，请另行保存。`)
  if (options['with-keys'] !== undefined) {
    await packKeys(
      config.dataFolder,
      await readPassphrase(need(options['passphrase-file'], usage)),
      options['with-keys'],
    )
    log.info(`密钥已用口令加密存到 ${options['with-keys']}，请与备份、口令分开保管。`)
  }
  for (const gone of keep ? await pruneBackups(to, keep) : []) log.info(`已删除过期的备份 ${gone.path}。`)
  return exitCodes.done
}

runCommand('备份', () => (options.verify === undefined ? backUp() : verify(options.verify)))
