import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { parseDate } from '../../shared/dates.ts'
import { loadCalendar, seedCalendar } from './store.ts'

const { db, close } = await testDatabase()
after(close)

test('the snapshot is entered once, and what staff corrected stays', async () => {
  const newYear = parseDate('2026-01-01')
  assert.equal((await loadCalendar(db)).isWorkday(newYear), true)
  await db.transaction().execute(seedCalendar)
  assert.equal((await loadCalendar(db)).isWorkday(newYear), false)

  await db.updateTable('calendar_exception').set({ kind: 'workday' }).where('day', '=', newYear).execute()
  await db.transaction().execute(seedCalendar)
  assert.equal((await loadCalendar(db)).isWorkday(newYear), true)
})
