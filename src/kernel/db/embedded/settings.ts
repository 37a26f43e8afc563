import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartProblem } from '../start-problem.ts'
import { reasonOf } from './account.ts'

/** What the embedded server runs with; `tuning` may replace any of it. Names and values are PostgreSQL's own. */
const SETTINGS: Record<string, string> = {
  // Only a private Unix socket; its folder is given on the command line, as it changes with each start.
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  // Committed means on the disk.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // Memory for a machine that also runs the application.
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '1GB',
  random_page_cost: '1.1',
  // One meaning of time and text everywhere; sessions choose nothing of it from the machine.
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, YMD',
  lc_messages: 'C',
  default_text_search_config: 'pg_catalog.simple',
  // Statements, their values and their errors may hold personal data and stay out of the log: the application gets each
  // error and logs what may be logged. Level `log` keeps starts, stops, checkpoints, fatal errors and panics.
  log_statement: 'none',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  log_autovacuum_min_duration: '-1',
  // One file for each day of the week, each overwritten a week later.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
}

/** Where archived log segments (WAL) lie until a backup has fetched them, beside the cluster. */
export const ARCHIVE_FOLDER = 'archive'

/** So much work at most is lost with the disk, in seconds. */
const ARCHIVE_SECONDS = 60

/** Settings by which every log segment is laid down in a folder, synced and whole or not at all, before it is used again. */
export const archiveSettings = (folder: string): Record<string, string> => ({
  archive_mode: 'on',
  archive_library: 'basic_archive',
  'basic_archive.archive_directory': folder,
  archive_timeout: String(ARCHIVE_SECONDS),
})

/** Whoever can open the socket, whose folder is private, may take any of the roles. */
const ACCESS_RULES = 'local all all trust\n'

/** The server's own parameters that name the two files. */
export interface Configuration {
  config_file: string
  hba_file: string
}

/**
 * Writes the server's two configuration files into the folder, beside the cluster: the cluster belongs to the account the
 * database runs under, where root must not write. ALTER SYSTEM still overrides the settings, as an administrator expects.
 */
export function writeConfiguration(folder: string, tuning: Record<string, string>): Configuration {
  const settings = Object.entries({ ...SETTINGS, ...tuning }).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  )
  const head = '# Written anew at every start; lasting changes go through ALTER SYSTEM.'
  return {
    config_file: replaceFile(join(folder, 'postgresql.conf'), [head, ...settings, ''].join('\n')),
    hba_file: replaceFile(join(folder, 'pg_hba.conf'), ACCESS_RULES),
  }
}

/** Writes a file that others may read, whole or not at all. */
function replaceFile(file: string, content: string): string {
  const draft = `${file}.${process.pid}`
  try {
    rmSync(draft, { force: true })
    writeFileSync(draft, content, { flag: 'wx' })
    chmodSync(draft, 0o644)
    renameSync(draft, file)
  } catch (error) {
    throw new StartProblem(
      `数据文件夹 ${dirname(file)} 无法写入（${reasonOf(error)}），请检查它的权限和剩余空间，或用 DATA_DIR 换一个文件夹。`,
      error,
    )
  }
  return file
}
