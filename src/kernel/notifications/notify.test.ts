import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { newPerson, newPhone, within } from '../../../test/people.ts'
import { type TestPlatform, testPlatform } from '../../../test/platform.ts'
import { Personal } from '../../shared/personal.ts'
import { recordConsent, seedConsentTexts } from '../consents/store.ts'
import { nothing, partyScope } from '../divisions/scope.ts'
import { seedDivisions } from '../divisions/store.ts'
import { everywhere } from '../operations/everywhere.ts'
import { personSeal } from '../parties/seal.ts'
import { findNewestMessages } from './messages.ts'
import { type Notification, notify, sendTo } from './notify.ts'
import { defineTemplates } from './templates.ts'

const xiling = '420502000000'
const { progress, code } = defineTemplates({
  progress: {
    zh: '进度',
    topic: 'case',
    variables: {
      number: { zh: '编号', kind: 'text', sample: 'DK1' },
      on: { zh: '日期', kind: 'date', sample: '2026年11月23日' },
    },
    texts: {
      noticeTitle: '{编号}',
      noticeBody: '{日期}前办理。',
      sms: '{编号}：{日期}前办理。',
      emailSubject: '{编号}',
      emailBody: '{日期}前办理。',
    },
  },
  code: {
    zh: '验证码',
    topic: 'account',
    urgent: true,
    validMinutes: 5,
    variables: { code: { zh: '验证码', kind: 'code', sample: '1', personal: true, required: true } },
    texts: { sms: '{验证码}' },
  },
})

let database: TestDatabase
let platform: TestPlatform
before(async () => {
  database = await testDatabase()
  platform = testPlatform(database.db)
  await database.db.transaction().execute((tx) => seedDivisions(tx))
})
after(() => database.close())

type Telling = Notification<'number' | 'on'>
const tell = (partyId: string, more: Partial<Telling> = {}) =>
  within(platform, nothing, (tx) =>
    notify(tx, platform, {
      template: progress,
      partyId,
      variables: { number: 'DK7', on: '2026-11-30' },
      ...more,
    }),
  )

interface Setting {
  muted?: string[]
  email?: string
  quiet?: [from: number, until: number] | null
}

const choose = (partyId: string, { muted = [], email, quiet = null }: Setting) =>
  within(platform, partyScope(partyId), async (tx) => {
    const seal = await personSeal(tx, platform, partyId)
    await tx
      .insertInto('notice_setting')
      .values({
        party_id: partyId,
        muted,
        email_cipher: email ? seal.seal('email', email) : null,
        quiet_from: quiet?.[0] ?? null,
        quiet_until: quiet?.[1] ?? null,
        changed_at: platform.now(),
      })
      .execute()
  })

const sentTo = async (recipients: string[]) =>
  (await findNewestMessages(platform, 100))
    .filter(({ recipient }) => recipients.includes(recipient.reveal()))
    .map(({ medium, subject, body }) => [medium, subject?.reveal() ?? null, body.reveal()])

async function person(setting?: Setting) {
  const phone = newPhone()
  const id = await newPerson(platform, phone, xiling)
  const email = setting?.email ? `${id}@example.com` : undefined
  if (setting) await choose(id, { ...setting, ...(email && { email }) })
  return { id, sent: () => sentTo([phone, ...(email ? [email] : [])]) }
}

describe('a person is told', () => {
  it('in the inbox alone after taking back the consent to messages; what is urgent still goes out', async () => {
    const { id, sent } = await person()
    await database.db.transaction().execute(async (tx) => {
      await seedConsentTexts(tx, platform.now())
      const how = { form: 'online', channel: 'online', by: null, at: platform.now() } as const
      await recordConsent(tx, { partyId: id, purpose: 'messages', version: 1, given: false, ...how })
    })
    assert.equal(await tell(id), true)
    assert.deepEqual(await sent(), [])
    const variables = { code: new Personal('271828') }
    await within(platform, nothing, (tx) => notify(tx, platform, { template: code, partyId: id, variables }))
    assert.deepEqual(await sent(), [['sms', null, '【启创】271828']])
  })

  it('in the inbox and by SMS, whoever tells them, and once for one id', async () => {
    const { id, sent } = await person()
    const notice = { id: randomUUID() }
    assert.equal(await tell(id, notice), true)
    assert.equal(await tell(id, notice), false)
    assert.deepEqual(await sent(), [['sms', null, '【启创】DK7：2026年11月30日前办理。']])
    const row = await everywhere(platform, (tx) =>
      tx.selectFrom('outbound_message').selectAll().where('party_id', '=', id).executeTakeFirstOrThrow(),
    )
    assert.deepEqual(
      [row.division, row.purpose, row.quiet_from, row.quiet_until, row.urgent],
      [xiling, 'progress', 1320, 480, false],
    )
  })

  it('by e-mail too where they gave an address, and by no medium that they switched off', async () => {
    const both = await person({ email: 'yes' })
    await tell(both.id)
    assert.deepEqual((await both.sent()).map(([medium]) => medium).sort(), ['email', 'sms'])
    const mail = await person({ email: 'yes', muted: ['case.sms', 'rating.email'] })
    await tell(mail.id)
    assert.deepEqual(await mail.sent(), [['email', 'DK7', '2026年11月30日前办理。']])
    const neither = await person({ email: 'yes', muted: ['case.sms', 'case.email'] })
    await tell(neither.id)
    assert.deepEqual(await neither.sent(), [])
    const notices = await database.db.selectFrom('notice').select('title').where('party_id', '=', neither.id).execute()
    assert.deepEqual(notices, [{ title: 'DK7' }])
  })

  it('not within their quiet hours by SMS, but at once by e-mail and of what is urgent', async () => {
    platform.clock.set('2026-11-23T13:00:00+08:00')
    const { id } = await person({ email: 'yes', quiet: [12 * 60, 14 * 60], muted: ['account.sms'] })
    await tell(id)
    await within(platform, nothing, (tx) =>
      notify(tx, platform, { template: code, partyId: id, variables: { code: new Personal('123456') } }),
    )
    const rows = await everywhere(platform, (tx) =>
      tx
        .selectFrom('outbound_message')
        .select(['medium', 'urgent', 'next_try_at', 'expires_at'])
        .where('party_id', '=', id)
        .orderBy('next_try_at')
        .orderBy('medium')
        .execute(),
    )
    const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)
    assert.deepEqual(rows, [
      { medium: 'email', urgent: false, next_try_at: at('13:00'), expires_at: null },
      { medium: 'sms', urgent: true, next_try_at: at('13:00'), expires_at: at('13:05') },
      { medium: 'sms', urgent: false, next_try_at: at('14:00'), expires_at: null },
    ])
  })

  it('in the inbox alone when nothing of theirs can be opened, and not at all when there is no such party', async () => {
    const id = randomUUID()
    const party = { id, kind: 'enterprise', division: xiling, created_at: platform.now() }
    await database.db.insertInto('party').values(party).execute()
    assert.equal(await tell(id), true)
    await assert.rejects(tell(randomUUID()), /foreign key/)
  })

  const wrong: [what: string, variables: object, says: RegExp][] = [
    ['a variable missing', { number: '1' }, /lacks its variable on/],
    ['a variable too many', { number: '1', on: '2026-11-30', who: '' }, /has no variable who/],
    ['no date', { number: '1', on: '明天' }, /on of template progress is no date/],
    ['personal data where none is meant', { number: new Personal('1'), on: '2026-11-30' }, /number .* is not personal/],
  ]
  for (const [what, variables, says] of wrong) {
    it(`is a fault with ${what}`, async () => {
      const { id } = await person()
      await assert.rejects(tell(id, { variables: variables as Telling['variables'] }), says)
    })
  }

  it('of a code only as personal data, and only by a medium the template speaks in', async () => {
    const send = (medium: 'sms' | 'email', value: string | Personal) =>
      within(platform, nothing, (tx) =>
        sendTo(tx, platform, {
          division: xiling,
          template: code,
          medium,
          recipient: new Personal('13900000000'),
          variables: { code: value },
        }),
      )
    await assert.rejects(send('sms', '123456'), /code of template code is personal/)
    await assert.rejects(send('email', new Personal('123456')), /nothing for email/)
  })
})

describe('the wording', () => {
  const place = async (texts: object, version: number) => {
    const [edited_by, released_by] = [randomUUID(), randomUUID()]
    for (const id of [edited_by, released_by]) {
      const account = { kind: 'staff', login: id, name: '员', password_hash: 'x', created_at: platform.now() }
      await database.db
        .insertInto('account')
        .values({ id, ...account })
        .execute()
    }
    await database.db.updateTable('notice_template').set({ state: 'replaced' }).execute()
    await database.db
      .insertInto('notice_template')
      .values({
        id: randomUUID(),
        code: 'progress',
        version,
        texts: JSON.stringify(texts),
        state: 'released',
        edited_by,
        edited_at: platform.now(),
        released_by,
        released_at: platform.now(),
      })
      .execute()
  }

  it('is what staff released; one that no longer fits is passed over and reported', async () => {
    await place({ ...progress.texts, sms: '{编号}办好了' }, 1)
    const { id, sent } = await person()
    await tell(id)
    assert.deepEqual(await sent(), [['sms', null, '【启创】DK7办好了']])
    await place({ ...progress.texts, sms: '{从前的变量}' }, 2)
    const other = await person()
    await tell(other.id)
    assert.deepEqual(await other.sent(), [['sms', null, '【启创】DK7：2026年11月30日前办理。']])
    assert.equal(platform.logged.at(-1)?.template, 'progress')
  })
})
