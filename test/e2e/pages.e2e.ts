import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { type House, openHouse } from './harness.ts'
import { type Expectation, findFaults } from './page-faults.ts'
import { enterAs, findSeededCases, findStaff, type SeededCase, type SeededState, seededStates } from './seeded.ts'

const search = (q: string) => `/search?q=${encodeURIComponent(q)}`

/** What anyone may open. */
const publicPages: readonly (readonly [path: string, expected?: Expectation])[] = [
  ['/', { heading: /您想办什么/ }],
  ['/catalogue'],
  ['/windows'],
  ['/windows?city=420500000000&county=420502000000'],
  ['/policies'],
  ['/policies?topic=loan&standing=current'],
  ['/policies/yichang-guaranteed-loan-2024'],
  ['/policies/yichang-guaranteed-loan-2021'],
  ['/policies/yiling-graduate-loan-2027'],
  ['/search'],
  [search('毕业两年想贷款开店')],
  [search('龘龘龘龘')],
  ['/services/guaranteed-loan'],
  ['/eligibility/guaranteed-loan'],
  ['/login'],
  ['/demo/mailbox'],
  ['/demo/accounts'],
  ['/no-such-page', { status: 404, heading: /没有找到/ }],
  ['/policies/no-such-policy', { status: 404, heading: /没有找到/ }],
]

const whileFilling = ['/apply/applicant', '/apply/need', '/apply/credit', '/apply/papers', '/withdraw']

/** What the applicant may open of a case besides its own page, by where it stands. */
const casePages: Record<SeededState, readonly string[]> = {
  draft: ['/apply', ...whileFilling, '/check'],
  submitted: ['/receipt', '/withdraw'],
  supplement: ['/supply', ...whileFilling, '/receipt'],
  accepted: ['/receipt', '/withdraw'],
  recommended: ['/receipt'],
  rejected: ['/receipt'],
  withdrawn: ['/receipt'],
  reopened: ['/apply', '/check'],
}

describe('every page', () => {
  let house: House
  let cases: Record<SeededState, SeededCase>

  before(async () => {
    house = await openHouse()
    cases = await findSeededCases(house)
  })
  after(() => house.close())

  /** Walks over pages in one window and gives everything that is wrong with them. */
  async function walk(opened: OpenedPage, pages: readonly (readonly [string, Expectation?])[]): Promise<string[]> {
    const faults = []
    for (const [path, expected] of pages) faults.push(...(await findFaults(opened, path, expected)))
    await opened.close()
    return faults
  }

  it('of the portal is in order for a reader without an account', async () => {
    assert.deepEqual(await walk(await house.open(), publicPages), [])
  })

  for (const state of seededStates) {
    it(`of the portal is in order for an applicant whose case is ${state}`, async () => {
      const { id, accountId } = cases[state]
      const opened = await house.open()
      await enterAs(house, opened.page, { id: accountId, kind: 'person' })
      const own = ['/me', '/me/notices', '/me/real-name', '/loans/new', `/loans/${id}`]
      const pages = [...own, ...casePages[state].map((part) => `/loans/${id}${part}`)]
      const faults = await walk(
        opened,
        pages.map((path) => [path]),
      )
      assert.deepEqual(faults, [])
    })
  }

  for (const login of ['clerk1', 'reviewer1']) {
    it(`of the workbench is in order for ${login}`, async () => {
      const opened = await house.openAtDesk()
      const before: [string][] = [['/workbench/login']]
      const faults = await walk(opened, before)
      assert.deepEqual(faults, [])
    })
  }
})
