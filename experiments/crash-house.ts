import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { seedOffices } from '../src/app/demonstration/offices.ts'
import { SESSION_COOKIE } from '../src/app/http/session-cookie.ts'
import { composeOperations } from '../src/app/modules.ts'
import { anonymous, type Role } from '../src/kernel/access/actor.ts'
import { readPidFile } from '../src/kernel/db/embedded/postmaster.ts'
import { DATABASE, SUPERUSER, socketUrl } from '../src/kernel/db/embedded/roles.ts'
import type { DivisionCode } from '../src/kernel/divisions/division.ts'
import { seedDemonstrationDivisions } from '../src/kernel/divisions/store.ts'
import { folderStorage } from '../src/kernel/documents/storage.ts'
import { createStaff, openPersonAccount } from '../src/kernel/identity/accounts.ts'
import { openSession } from '../src/kernel/identity/sessions.ts'
import type { Platform } from '../src/kernel/operations/context.ts'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { parseDate } from '../src/shared/dates.ts'
import { startHouse } from '../test/e2e/seeded-house.ts'
import { callAs, operationNamed } from '../test/platform.ts'

export const division = '420502000000'

/** Someone who writes, and their session. */
export interface Writer {
  accountId: string
  cookie: string
}

export interface House {
  folder: string
  applicants: Writer[]
  clerk: Writer
  reviewer: Writer
}

async function admit(platform: Platform, id: string, kind: 'person' | 'staff'): Promise<Writer> {
  const token = await openSession(platform.db, { id, kind }, platform.now())
  return { accountId: id, cookie: `${SESSION_COOKIE}=${token}` }
}

/** A platform at rest in a folder of its own, with a window, a bureau, and so many applicants. */
export async function buildHouse(applicants: number): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-crash-'))
  await chmod(folder, 0o755)
  const running = await startHouse(folder, { demonstration: false })
  try {
    const { platform } = running
    const offices = await platform.db.transaction().execute(async (tx) => {
      await seedDemonstrationDivisions(tx)
      return seedOffices(tx, platform.now())
    })
    const member = async (role: Role, office: string) => {
      const grants = [{ role, division: division as DivisionCode, officeId: offices[`${division} ${office}`] ?? null }]
      const draft = { login: role, name: role, password: 'a long enough password', totpSecret: 'JBSWY3DPEHPK3PXP' }
      const accountId = await createStaff(platform.db, platform, { ...draft, grants })
      return { actor: { ...anonymous, kind: 'staff' as const, accountId, name: role, grants }, accountId }
    }
    const clerk = await member('clerk', 'window')
    const reviewer = await member('reviewer', 'bureau')
    const operations = composeOperations({ storage: folderStorage(join(folder, 'files')), demonstration: [] })
    const register = operationNamed(operations, 'person.register')
    const applicant = async (number: number) => {
      const identityNumber = makeResidentId(parseDate('1995-05-20'), number)
      const person = { name: '测试申请人', phone: `191${String(number).padStart(8, '0')}`, identityNumber, division }
      const { id } = await callAs<{ id: string }>(platform, register, clerk.actor, person, { channel: 'window' })
      const account = await platform.db.transaction().execute((tx) => openPersonAccount(tx, id, platform.now()))
      return admit(platform, account.id, 'person')
    }
    const admitted: Writer[] = []
    for (let number = 1; number <= applicants; number += 1) admitted.push(await applicant(number))
    return {
      folder,
      applicants: admitted,
      clerk: await admit(platform, clerk.accountId, 'staff'),
      reviewer: await admit(platform, reviewer.accountId, 'staff'),
    }
  } finally {
    await running.stop()
  }
}

export const removeHouse = ({ folder }: House) => rmSync(folder, { recursive: true, force: true })

const clusterOf = ({ folder }: House) => join(folder, 'database', 'cluster')

/** For the superuser of the house's database while it runs. */
export const superuserUrl = (house: House): string =>
  socketUrl(SUPERUSER, DATABASE, readPidFile(clusterOf(house))?.socketFolder ?? '')

/** The processes of the house's database, the one that launched the others first; none while it is away. */
function findDatabaseProcesses(house: House): number[] {
  const file = readPidFile(clusterOf(house))
  if (file === undefined) return []
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const children = numbers.filter((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === file.pid
    } catch {
      return false
    }
  })
  return [file.pid, ...children.map(Number)]
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone by itself meanwhile.
  }
}

/** What is killed at once: everything there is, one process of the database, the one that launched these, or the server. */
export const blows = ['everything', 'the database', 'one database process', 'the server'] as const
export type Blow = (typeof blows)[number]

/** The server as an operator has it: whenever it ends, it is started again. */
export class Keeper {
  /** Where the server listens; a connection is refused there while it is away. */
  address = ''
  /** Why a start failed, if one did. */
  readonly failedStarts: string[] = []
  readonly #house: House
  readonly #through: readonly string[]
  #child: ChildProcess | undefined
  #keeping = true
  #kept: Promise<void> = Promise.resolve()

  /** Starts it through another program, one that watches its calls of the system say, if one is given. */
  constructor(house: House, through: readonly string[] = []) {
    this.#house = house
    this.#through = through
  }

  async open(): Promise<void> {
    const up = this.#start()
    this.#kept = this.#keep()
    await up
  }

  #start(): Promise<unknown> {
    const program = fileURLToPath(new URL('./crash-server.ts', import.meta.url))
    const [command = '', ...rest] = [...this.#through, process.execPath, program, this.#house.folder]
    const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child = child
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-500)
    })
    const told = once(child, 'message').then(([address]) => {
      this.address = address as string
      return true
    })
    const ended = once(child, 'exit').then(([code]) => {
      if (code !== null && code !== 0) this.failedStarts.push(said)
    })
    return Promise.race([told, ended])
  }

  async #keep(): Promise<void> {
    for (;;) {
      const child = this.#child as ChildProcess
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      if (!this.#keeping) return
      await this.#start()
    }
  }

  strike(blow: Blow, pick: (count: number) => number): void {
    const processes = findDatabaseProcesses(this.#house)
    const [database, ...others] = processes
    const server = this.#child?.pid
    if (blow === 'the server' && server) kill(server)
    if (blow === 'the database' && database) kill(database)
    const one = others[pick(Math.max(others.length, 1))]
    if (blow === 'one database process' && one) kill(one)
    if (blow !== 'everything') return
    for (const pid of [server, ...processes]) if (pid) kill(pid)
  }

  /** Stops it in order. */
  async close(): Promise<void> {
    this.#keeping = false
    const child = this.#child
    if (child?.connected) child.disconnect()
    await Promise.race([this.#kept, sleep(30_000, undefined, { ref: false })])
  }
}
