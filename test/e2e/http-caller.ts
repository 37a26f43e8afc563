import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { maskPhone } from '../../src/shared/personal.ts'
import { locateCall } from '../../src/web/api/http-client.ts'
import type { Input, OperationName, Output, Problem } from '../../src/web/api/portal-api.ts'
import { pdfFile } from '../sample-files.ts'
import { eventually } from './harness.ts'
import type { Applicant } from './people.ts'

interface CallOptions {
  /** Idempotency key; a fresh one if not given. */
  key?: string
  file?: File
}

/** Someone who calls the API from outside: with a session in a cookie, and a key with each write. */
export interface HttpCaller {
  /** Calls an operation for its output; any refusal fails the test. */
  call<Name extends OperationName>(name: Name, input: Input<Name>, options?: CallOptions): Promise<Output<Name>>
  /** Calls an operation that is to be refused with this status, for what is told then. */
  refused<Name extends OperationName>(
    status: number,
    name: Name,
    input: Input<Name>,
    options?: CallOptions,
  ): Promise<Problem>
  /** Goes on in a browser with the same session. */
  continueIn(page: Page): Promise<void>
}

function requestOf(
  method: string,
  rest: Record<string, unknown>,
  cookie: string,
  { key, file }: CallOptions,
): RequestInit {
  const headers: Record<string, string> = cookie ? { cookie } : {}
  if (method === 'GET') return { method, headers }
  headers['idempotency-key'] = key ?? randomUUID()
  if (!file) {
    return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(rest) }
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(rest)) form.append(name, String(value))
  form.append('file', file)
  return { method, headers, body: form }
}

/** A caller who is not logged in yet. */
export function httpCaller(address: string): HttpCaller {
  let cookie = ''
  const send = async (name: OperationName, input: object, options: CallOptions = {}) => {
    const { method, url, rest } = locateCall(name, input as Record<string, unknown>)
    const response = await fetch(address + url, requestOf(method, rest, cookie, options))
    const [session] = response.headers.getSetCookie()
    if (session) cookie = session.split(';')[0] ?? ''
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() }
  }
  return {
    async call(name, input, options) {
      const { status, body } = await send(name, input as object, options)
      assert.equal(status, 200, `${name}: ${JSON.stringify(body)}`)
      return body
    },
    async refused(wanted, name, input, options) {
      const { status, type, body } = await send(name, input as object, options)
      assert.equal(status, wanted, `${name}: ${JSON.stringify(body)}`)
      assert.match(String(type), /^application\/problem\+json/)
      return body
    },
    async continueIn(page) {
      const [name = '', value = ''] = cookie.split('=')
      await page.context().addCookies([{ name, value, url: address }])
    },
  }
}

/** Registers or logs in by phone, with the code from the demonstration's mailbox, and agrees to what is asked the first time. */
export async function logInByPhone(caller: HttpCaller, phone: string): Promise<void> {
  await caller.call('session.requestCode', { phone })
  const message = await readSms(caller, phone, /验证码/)
  const code = /验证码 (\d{6})/.exec(message)?.[1] ?? ''
  await caller.call('session.logInByCode', { phone, code })
  const due = await caller.call('consent.findDue', {})
  const items = due.items.map(({ purpose, version }) => ({ purpose, version }))
  if (items.length > 0) await caller.call('consent.give', { items })
}

/** The newest message to a phone that says so, once it is there. */
export const readSms = (caller: HttpCaller, phone: string, says: RegExp): Promise<string> =>
  eventually(async () => {
    const { items } = await caller.call('demo.getMailbox', {})
    const found = items.find(({ recipient, body }) => recipient === maskPhone(phone) && says.test(body))
    assert.ok(found, `a message to ${maskPhone(phone)} that says ${says}`)
    return found.body
  })

/** Logs in as one of the demonstration's staff; a code is good once. */
export async function logInAsStaff(caller: HttpCaller, login: string): Promise<void> {
  const { items } = await caller.call('demo.getAccounts', {})
  const account = items.find((one) => one.login === login)
  assert.ok(account, `an account ${login}`)
  await caller.call('session.logInStaff', { login, password: account.password, code: account.code })
}

/** 西陵区, whose window and bureau have staff of their own in the demonstration. */
export const xiling = '420502000000'

/** A form that meets every condition; money in fen. */
export const goodForm = {
  group: 'graduate',
  businessKind: 'soleTrader',
  businessName: '演示面包房',
  businessRegisteredOn: '2026-03-02',
  businessAddress: '西陵一路 12 号',
  purpose: '购买烘焙设备 12 万元，付半年房租 3 万元，用每月的营业收入还款。',
  requestedAmount: 20_000_000,
  requestedMonths: 24,
  earlierLoans: 0,
  ownDebts: ['studentLoan'],
  spouseDebts: [],
  cleanCredit: true,
  truthful: true,
} satisfies Input<'loan.saveDraft'>['form']

/** The kinds of papers that such a form calls for. */
export const requiredKinds = ['identity', 'group', 'licence', 'place', 'plan']

export const addPaper = (caller: HttpCaller, id: string, kind: string) =>
  caller.call('paper.add', { id, kind }, { file: new File([new Uint8Array(pdfFile())], `${kind}.pdf`) })

/** Declares who one is. */
export async function declareRealName(caller: HttpCaller, { name, identityNumber }: Applicant): Promise<void> {
  const { version } = await caller.call('person.getOwn', {})
  await caller.call('person.declareRealName', { name, identityNumber, version })
}

/** Opens, fills in and sends a loan, with all its papers; for the person of that party when a clerk does it. */
export async function sendLoan(caller: HttpCaller, partyId?: string): Promise<Output<'loan.submit'>> {
  const { id, version } = await caller.call('loan.open', { division: xiling, ...(partyId ? { partyId } : {}) })
  const draft = await caller.call('loan.saveDraft', { id, version, form: goodForm })
  for (const kind of requiredKinds) await addPaper(caller, id, kind)
  return caller.call('loan.submit', { id, version: draft.version })
}
