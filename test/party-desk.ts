import { seedDivisions } from '../src/kernel/divisions/store.ts'
import { partyOperations } from '../src/kernel/parties/operations.ts'
import { testDatabase } from './database.ts'
import { newPhone, newResidentId } from './people.ts'
import { callAs, operationNamed, staffActor, testPlatform } from './platform.ts'

/** 西陵区 and 伍家岗区. */
export const WEST = '420502000000'
export const EAST = '420503000000'

const facts = { 'business.kind': { type: 'text', zh: '经营主体类型', question: '?' } } as const

/** The operations on persons, with one fact in their dictionary. */
export const operations = partyOperations({ flows: [], facts })

/** A window of 西陵区 on a database of its own, with a clerk who registers people. */
export async function openPartyDesk() {
  const database = await testDatabase()
  const platform = testPlatform(database.db)
  await database.db.transaction().execute(seedDivisions)
  const clerk = staffActor('clerk', WEST)
  const register = operationNamed(operations, 'person.register')
  async function registerOne(more: object = {}) {
    const input = { name: '林小满', phone: newPhone(), identityNumber: newResidentId(), division: WEST, ...more }
    const { id } = await callAs<{ id: string }>(platform, register, clerk, input)
    return { ...input, id }
  }
  return { database, platform, clerk, registerOne }
}
