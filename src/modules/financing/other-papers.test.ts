import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loanIn, testCity, xiling } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'

test('who has no resident identity card is judged by the birth date told beside their paper', async (context) => {
  const city = await testCity()
  context.after(() => city.close())
  const applicantBorn = async (birthDate: string, identityNumber: string) => {
    const paper = { name: '陈大文', identityKind: 'hongKongMacaoPermit', identityNumber, birthDate }
    const phone = `1910001${identityNumber.slice(-4)}`
    const input = { ...paper, phone, division: xiling }
    const { id } = await city.call<{ id: string }>(city.staff.clerk, 'person.register', input)
    return city.personOf(id)
  }
  const loan = await loanIn(city, await applicantBorn('1991-06-18', 'H90000001'), 'recommended')
  assert.equal(loan.state, 'recommended')
  const old = await refusalOf(loanIn(city, await applicantBorn('1956-06-18', 'M90000002'), 'recommended'))
  assert.match(old.errors?.[0]?.message ?? '', /周岁/)
})
