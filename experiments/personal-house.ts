import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readPidFile } from '../src/kernel/db/embedded/postmaster.ts'
import { APP_ROLE, DATABASE, OWNER_ROLE, SUPERUSER, socketUrl } from '../src/kernel/db/embedded/roles.ts'
import { runMaintenance } from '../test/backups.ts'

export const division = '420502000000'

export interface Answer {
  status: number
  body: string
}

/** A platform in a process of its own, with everything that it leaves anywhere within one folder. */
export interface PersonalHouse {
  /** Of it all: data, backups, what the process wrote out, temporary files. */
  folder: string
  dataFolder: string
  ownerUrl: string
  appUrl: string
  superuserUrl: string
  cookies: { clerk: string; administrator: string }
  logIn(partyId: string): Promise<string>
  /** `POST /loans` and the like below /api/v1; with a body that is no form as JSON. */
  send(cookie: string | null, route: string, body?: object | FormData): Promise<Answer>
  /** Runs one of the operator's commands on it; throws when it does not end well. */
  run(command: string, args: readonly string[]): Promise<void>
  close(): Promise<void>
}

export async function openPersonalHouse(): Promise<PersonalHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-personal-'))
  await chmod(folder, 0o755)
  const [dataFolder, backups, temporary] = ['data', 'backups', 'temporary'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const made of [dataFolder, backups, temporary]) await mkdir(made, { mode: 0o755 })
  const program = fileURLToPath(new URL('./personal-server.ts', import.meta.url))
  const server = fork(program, [dataFolder, backups], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const log = createWriteStream(join(folder, 'server.log'))
  server.stdout?.pipe(log, { end: false })
  server.stderr?.pipe(log, { end: false })
  const [{ address, cookies }] = (await once(server, 'message')) as [
    Pick<PersonalHouse, 'cookies'> & { address: string },
  ]
  const socketFolder = readPidFile(join(dataFolder, 'database', 'cluster'))?.socketFolder ?? ''
  const url = (role: string) => socketUrl(role, DATABASE, socketFolder)
  return {
    folder,
    dataFolder,
    ownerUrl: url(OWNER_ROLE),
    appUrl: url(APP_ROLE),
    superuserUrl: url(SUPERUSER),
    cookies,
    async logIn(partyId) {
      server.send(partyId)
      const [cookie] = (await once(server, 'message')) as [string]
      return cookie
    },
    async send(cookie, route, body) {
      const [method = '', path = ''] = route.split(' ')
      const json = body !== undefined && !(body instanceof FormData)
      const answer = await fetch(`${address}${path.startsWith('/api') ? '' : '/api/v1'}${path}`, {
        method,
        headers: {
          ...(cookie ? { cookie } : {}),
          ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
          ...(json ? { 'content-type': 'application/json' } : {}),
        },
        ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as FormData) }),
      })
      return { status: answer.status, body: await answer.text() }
    },
    async run(command, args) {
      const environment = { DATA_DIR: dataFolder, BACKUP_DIR: backups, DEMO: 'off', TMPDIR: temporary }
      const { code, out, error } = await runMaintenance(command, args, environment)
      if (code !== 0) throw new Error(`${command}: ${out}${error}`)
    },
    async close() {
      server.disconnect()
      await once(server, 'exit')
      log.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
