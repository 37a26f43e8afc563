import { randomUUID } from 'node:crypto'
import { access, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Actor, anonymous } from '../../kernel/access/actor.ts'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import type { DivisionCode } from '../../kernel/divisions/division.ts'
import { seedDemonstrationDivisions } from '../../kernel/divisions/store.ts'
import type { DemonstrationCity } from '../../kernel/module.ts'
import type { Platform } from '../../kernel/operations/context.ts'
import type { IncomingFile, Operation } from '../../kernel/operations/operation.ts'
import { runOperation } from '../../kernel/operations/run.ts'
import { addDays, dateIn } from '../../shared/dates.ts'
import { services } from '../modules.ts'
import { seedAccounts } from './accounts.ts'
import { seedCorrections } from './corrections.ts'
import { seedErasures } from './erasures.ts'
import { seedOffices } from './offices.ts'
import { seedPeople } from './people.ts'
import { seedRatings } from './ratings.ts'
import { seedStaffing } from './staffing.ts'

interface Seeding {
  platform: Platform
  operations: readonly Operation[]
  dataFolder: string
  log: { info(line: string): void }
}

const DAY = 24 * 60 * 60 * 1000
const FIRST_DAYS_AGO = 120

/** Lets an actor call an operation at an instant gone by: the same door, policies, history and audit as any call. */
const callAt =
  ({ platform, operations }: Seeding): DemonstrationCity['call'] =>
  async <Output>(at: Date, actor: Actor, name: string, input: object, file?: IncomingFile) => {
    const operation = operations.find((one) => one.name === name)
    if (!operation) throw new Error(`No operation ${name}`)
    const output = await runOperation({ ...platform, now: () => at }, operation, {
      actor,
      input,
      file,
      idempotencyKey: randomUUID(),
      channel: actor.kind === 'staff' ? 'window' : 'online',
      traceId: 'demonstration',
      origin: 'demonstration',
    })
    return output as Output
  }

async function seedStaff(seeding: Seeding): Promise<DemonstrationCity['staff']> {
  const { platform, dataFolder } = seeding
  const offices = await platform.db.transaction().execute(async (tx) => {
    await seedDemonstrationDivisions(tx)
    return seedOffices(tx, platform.now())
  })
  const made = await seedAccounts(platform, dataFolder, offices)
  // They have been there as long as the city has been lived in, so that what came in meanwhile was assigned to them.
  const since = addDays(dateIn(platform.now()), -FIRST_DAYS_AGO)
  await platform.db.updateTable('role_grant').set({ valid_from: since }).execute()
  return Object.fromEntries(
    made.map(({ account, id }) => {
      const { login, name, role, division, office } = account
      const grant = { role, division: division as DivisionCode, officeId: offices[office] ?? null }
      return [login, { ...anonymous, kind: 'staff', accountId: id, name, grants: [grant] } satisfies Actor]
    }),
  )
}

/** Lies in the data folder while the city is being filled. */
const markOf = (dataFolder: string) => join(dataFolder, 'demonstration-unfinished')

async function refuseHalfCity(dataFolder: string): Promise<void> {
  const isHalf = await access(markOf(dataFolder)).then(
    () => true,
    () => false,
  )
  if (isHalf) {
    throw new StartProblem(
      `上次准备演示城市时被中断，数据不完整，请删除数据文件夹 ${dataFolder}（或换一个空的）后再启动。`,
    )
  }
}

/** Fills an empty database with the demonstration city, once: offices, staff, people, and what each module adds. */
export async function seedDemonstration(seeding: Seeding): Promise<void> {
  const { platform, dataFolder, log } = seeding
  await refuseHalfCity(dataFolder)
  const there = await platform.db.selectFrom('office').select('id').limit(1).execute()
  if (there.length > 0) return
  log.info('正在准备演示城市……')
  await writeFile(markOf(dataFolder), '')
  const staff = await seedStaff(seeding)
  const call = callAt(seeding)
  const persons = await seedPeople({ platform, staff, call }, new Date(platform.now().getTime() - FIRST_DAYS_AGO * DAY))
  for (const module of services) await module.seedDemonstration?.({ platform, staff, persons, call })
  await seedCorrections({ platform, staff, persons, call })
  await seedRatings({ platform, staff, persons, call })
  await seedErasures({ platform, staff, call })
  await seedStaffing({ platform, staff, call })
  await rm(markOf(dataFolder))
}
