import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { readConfig } from '../config.ts'
import { exitCodes, commandLog as log, need, readProgramVersion, runCommand } from './command.ts'
import { withOwnerUrl } from './reach-database.ts'
import { writeExport } from './write-export.ts'

const usage = 'npm run export -- --to 文件.tar'

async function exportAll(): Promise<number> {
  const { values: options } = parseArgs({ options: { to: { type: 'string' } } })
  const to = resolve(need(options.to, usage))
  if (existsSync(to)) throw new StartProblem(`${to} 已经存在，请换一个文件名。`)
  const config = readConfig(process.env)
  const program = await readProgramVersion()
  const manifest = await withOwnerUrl(config, log, (ownerUrl) =>
    writeExport({ ownerUrl, dataFolder: config.dataFolder, to, program, now: () => new Date() }),
  )
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  log.info(`已导出到 ${to}：${manifest.tables.length} 张表，${rows} 行，连同全部材料。密钥不在其中，请另行保存。`)
  return exitCodes.done
}

runCommand('导出', exportAll)
