import assert from 'node:assert/strict'
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildFaces } from '../../../scripts/build.ts'
import { newReachableFolder, runMaintenance } from '../../../test/backups.ts'
import { clearAway, type Program, startProgram, stopProgram } from '../../../test/program.ts'
import type { Check } from './finding.ts'

const folder = newReachableFolder()
const [data, backups] = [join(folder, 'data'), join(folder, 'backups')]
const environment = { DATA_DIR: data, BACKUP_DIR: backups, DEMO: 'off' }

let program: Program
let address: string
before(async () => {
  await buildFaces({ log: () => {} })
  program = startProgram({
    ...environment,
    LOG_LEVEL: 'info',
    METRICS_PORT: '0',
    TRUST_PROXY: '127.0.0.1',
    PUBLIC_ADDRESS: 'https://qichuang.example.cn',
  })
  address = await program.address()
})
after(async () => {
  await clearAway([data])
  rmSync(folder, { recursive: true, force: true })
})

const examine = async (more: Record<string, string> = {}) => {
  const { code, out, error } = await runMaintenance('doctor', ['--json'], { ...environment, PORT: '0', ...more })
  assert.equal(error, '')
  const { checks } = JSON.parse(out) as { checks: Check[] }
  return { code, checks, stateOf: (name: string) => checks.find((check) => check.name === name)?.state }
}

test('a request is one line of the log, with the trace of its caller and no address', async () => {
  const headers = {
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'x-forwarded-proto': 'https',
  }
  const answer = await fetch(`${address}/api/v1/search?q=canary`, { headers })
  const traceId = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'
  assert.equal(answer.headers.get('x-trace-id'), traceId)
  assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=31536000/)
  await program.says(traceId)
  const lines = program.output.out.split('\n').filter((line) => line.includes(traceId))
  assert.equal(lines.length, 1)
  const line = JSON.parse(lines[0] as string) as Record<string, unknown>
  assert.deepEqual([line.method, line.route, line.status], ['GET', '/api/v1/search', 200])
  assert.doesNotMatch(lines[0] as string, /canary|127\.0\.0\.1/)
  for (const traceparent of ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', 'nonsense']) {
    const other = await fetch(`${address}/api/health/live`, { headers: { traceparent } })
    assert.match(other.headers.get('x-trace-id') ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  }
})

test('Prometheus finds requests, connections and what waits, on a port of its own', async () => {
  const metrics = /指标：(\S+)/.exec(program.output.out)?.[1] as string
  const text = await (await fetch(metrics)).text()
  assert.match(text, /qichuang_request_seconds_count\{method="GET",route="\/api\/v1\/search",status="200"\} 1/)
  for (const name of ['events_waiting', 'seal_lag_seconds', 'messages_waiting', 'database_connections{state="idle"}']) {
    assert.ok(text.includes(`qichuang_${name} `), name)
  }
  assert.match(text, /qichuang_backup_age_seconds \+Inf/)
  assert.doesNotMatch(text, /canary/)
  assert.equal((await fetch(`${address}/metrics`)).status, 404)
})

test('the doctor looks at a running server: what is well, and what is wrong with its remedy', async () => {
  const before = await examine()
  assert.equal(before.code, 1)
  assert.deepEqual(
    [before.stateOf('备份'), before.stateOf('封印'), before.stateOf('数据库')],
    ['wrong', 'well', 'well'],
  )
  assert.equal(before.stateOf('数据库结构'), 'well')
  for (const { state, remedy } of before.checks) assert.equal(remedy === '', state === 'well')
  const saved = await runMaintenance('backup', [], environment)
  assert.deepEqual([saved.code, saved.error], [0, ''])
  const after = await examine()
  assert.equal(after.stateOf('备份'), 'well')
  const wrong = after.checks.filter(({ state }) => state === 'wrong').map(({ name }) => name)
  assert.deepEqual(wrong, [])
  assert.equal(after.code, 0)
})

test('a server that is stopped has brought its log to the backups, and the doctor finds what was spoilt', async () => {
  await stopProgram(program)
  assert.ok(existsSync(join(backups, 'wal')))
  assert.ok(readdirSync(join(backups, 'wal')).length > 0)
  assert.deepEqual(readdirSync(join(data, 'database/archive')), [])
  chmodSync(join(data, 'keys/master.json'), 0o644)
  const { code, checks } = await examine({ PUBLIC_ADDRESS: 'http://qichuang.example.cn', DEMO: 'on' })
  assert.equal(code, 1)
  const wrong = checks.filter(({ state }) => state === 'wrong').map(({ name }) => name)
  assert.deepEqual(wrong.toSorted(), ['密钥', '演示', '外网地址'].toSorted())
})
