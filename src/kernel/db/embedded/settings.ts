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

/** The text of postgresql.conf. ALTER SYSTEM still overrides it, as an administrator expects. */
export function writeSettings(tuning: Record<string, string>): string {
  const lines = Object.entries({ ...SETTINGS, ...tuning }).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  )
  return ['# Written anew at every start; lasting changes go through ALTER SYSTEM.', ...lines, ''].join('\n')
}

/** The text of pg_hba.conf: whoever can open the socket, whose folder is private, may take any of its roles. */
export const ACCESS_RULES = 'local all all trust\n'
