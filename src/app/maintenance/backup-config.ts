import { resolve } from 'node:path'
import { StartProblem } from '../../kernel/db/start-problem.ts'

/** Where backups go and how long they stay. */
export interface BackupConfig {
  folder: string
  /** None: only by command. */
  everyMilliseconds: number | null
  /** So many base backups are kept. */
  keep: number
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Reads BACKUP_DIR, BACKUP_EVERY and BACKUP_KEEP; null without a folder. @throws StartProblem for what cannot be meant. */
export function readBackup(environment: NodeJS.ProcessEnv): BackupConfig | null {
  const { BACKUP_DIR: folder, BACKUP_EVERY: every, BACKUP_KEEP: keep = '7' } = environment
  if (!folder) return null
  const [, amount, unit] = /^([1-9]\d{0,3})([mhd])$/.exec(every ?? '') ?? []
  if (every && !unit) {
    throw new StartProblem(`BACKUP_EVERY 应写成 30m、24h 或 7d 的样子，现在是“${every}”，请改正后再启动。`)
  }
  if (!/^[1-9]\d{0,3}$/.test(keep)) {
    throw new StartProblem(`BACKUP_KEEP 应是 1 以上的整数，现在是“${keep}”，请改正后再启动。`)
  }
  const everyMilliseconds = unit ? Number(amount) * UNITS[unit as keyof typeof UNITS] : null
  return { folder: resolve(folder), everyMilliseconds, keep: Number(keep) }
}
