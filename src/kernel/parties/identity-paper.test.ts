import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDate } from '../../shared/dates.ts'
import { maskIdentity } from '../../shared/personal.ts'
import { guessKind, type IdentityKind, identityKinds } from './identity-kinds.ts'
import { checkCharacter, weightedCheck } from './identity-number.ts'
import { identityIndexText, parseIdentity, readIdentity } from './identity-paper.ts'

const today = parseDate('2026-11-22')

function read(kind: IdentityKind, number: string, country?: string) {
  const paper = parseIdentity({ kind, number, country }, today)
  assert.ok(paper.ok, paper.ok ? '' : paper.message)
  return { number: paper.number.reveal(), birthDate: paper.birthDate, sex: paper.sex }
}

function messageOf(kind: IdentityKind, number: string, country?: string): string {
  const paper = parseIdentity({ kind, number, country }, today)
  assert.ok(!paper.ok)
  return paper.message
}

const withCheck = (digits: string) => digits + checkCharacter(digits)
/** The specimen of ICAO 9303, part 4, appendix B. */
const specimen = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

test('each kind reads its numbers and says what they tell of birth date and sex', () => {
  const permit = withCheck('81000019900307001')
  const foreigner = withCheck('94282619850911002')
  const cells: [IdentityKind, string, string | undefined, string, string | null, string | null][] = [
    ['residentId', '11010519491231002x', undefined, '11010519491231002X', '1949-12-31', 'female'],
    ['residencePermit', permit, undefined, permit, '1990-03-07', 'male'],
    ['hongKongMacaoPermit', 'h１２３４５６７８', undefined, 'H12345678', null, null],
    ['hongKongMacaoPermit', 'M1234567801', undefined, 'M12345678', null, null],
    ['taiwanPermit', '1234 5678', undefined, '12345678', null, null],
    ['permanentResidence', foreigner, undefined, foreigner, '1985-09-11', 'female'],
    ['permanentResidence', 'kaz110090123105', undefined, 'KAZ110090123105', '1990-12-31', null],
    ['passport', '123456789', 'gbr', 'GBR/123456789', null, null],
    ['passport', 'c01x0006h', 'D', 'D/C01X0006H', null, null],
    ['passport', 'GBR/123456789', undefined, 'GBR/123456789', null, null],
    ['passport', specimen, undefined, 'UTO/L898902C3', '1974-08-12', 'female'],
  ]
  for (const [kind, typed, country, number, birthDate, sex] of cells) {
    assert.deepEqual(read(kind, typed, country), { number, birthDate, sex }, `${kind} ${typed}`)
  }
})

test('the message says which part is wrong', () => {
  const cells: [IdentityKind, string, RegExp][] = [
    ['residentId', withCheck('81000019900307001'), /改选为“港澳台居民居住证”/],
    ['residencePermit', withCheck('42050219900307001'), /前 6 位是 810000/],
    [
      'residencePermit',
      `${withCheck('81000019900307001').slice(0, 16)}9${withCheck('81000019900307001')[17]}`,
      /最后一位与前 17 位对不上/,
    ],
    ['hongKongMacaoPermit', 'C12345678', /第一位是字母 H 或 M/],
    ['hongKongMacaoPermit', 'H1234567', /您填了 8 位/],
    ['hongKongMacaoPermit', 'H1234A678', /之后都是数字/],
    ['taiwanPermit', '0012345601(B)', /旧证已经停用/],
    ['taiwanPermit', '123456', /您填了 6 位/],
    ['permanentResidence', 'KAZ110090133105', /第 8 至 13 位是出生日期/],
    ['permanentResidence', 'KAZ110090123106', /最后一位与前 14 位对不上/],
    ['permanentResidence', 'KAZ1100', /3 个字母加 12 位数字/],
    ['permanentResidence', withCheck('99900019850911002'), /第 2 至 3 位是签发地区/],
    ['passport', '123456789', /签发国家或地区/],
    ['passport', 'GBR/12', /5 至 9 位/],
    ['passport', `${specimen.slice(0, 43)}1`, /校验位对不上/],
    ['passport', `${specimen.slice(0, 14)}X${specimen.slice(15)}`, /读不出来/],
  ]
  for (const [kind, number, message] of cells) assert.match(messageOf(kind, number), message, `${kind} ${number}`)
  for (const kind of identityKinds) assert.match(messageOf(kind, ''), /^请填写/)
})

test('any single wrong digit of a passport’s second line is seen', () => {
  const digits = fc.constantFrom(...'0123456789')
  const places = fc.constantFrom(
    ...Array.from(specimen, (_, place) => place).filter((at) => /\d/.test(specimen[at] ?? '')),
  )
  fc.assert(
    fc.property(places, digits, (place, wrong) => {
      fc.pre(specimen[place] !== wrong)
      messageOf('passport', specimen.slice(0, place) + wrong + specimen.slice(place + 1))
    }),
  )
})

test('any single wrong digit of a former permanent residence number is seen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 14 }), fc.constantFrom(...'0123456789'), (place, wrong) => {
      const number = 'KAZ110090123105'
      fc.pre(number[place] !== wrong)
      messageOf('permanentResidence', number.slice(0, place) + wrong + number.slice(place + 1))
    }),
  )
  assert.equal(weightedCheck('KAZ11009012310'), '5')
})

test('no text breaks it, whatever kind it is taken for, and no message quotes it', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.stringMatching(/^[A-Z0-9</]{0,46}$/))
  fc.assert(
    fc.property(fc.constantFrom(...identityKinds), text, text, (kind, number, country) => {
      const paper = parseIdentity({ kind, number, country }, today)
      if (!paper.ok) assert.match(paper.message, /。$/)
    }),
    { numRuns: 500 },
  )
  assert.doesNotMatch(messageOf('hongKongMacaoPermit', 'H87654321098'), /8765/)
})

test('the kind of a number is guessed by its shape, and papers of different kinds never meet', () => {
  const papers: [IdentityKind, string][] = [
    ['residentId', '11010519491231002X'],
    ['residencePermit', withCheck('83000019900307001')],
    ['hongKongMacaoPermit', 'H12345678'],
    ['taiwanPermit', '12345678'],
    ['permanentResidence', withCheck('94282619850911002')],
    ['permanentResidence', 'KAZ110090123105'],
    ['passport', 'GBR/12345678'],
  ]
  for (const [kind, number] of papers) assert.equal(guessKind(number), kind, number)
  assert.equal(guessKind('DK42050001'), undefined)
  const texts = papers.map(([kind, number]) => identityIndexText(readIdentity({ kind, number }, today)))
  assert.equal(new Set(texts).size, papers.length)
})

test('what lists show hides all but the ends', () => {
  assert.equal(maskIdentity('H12345678'), '******78')
  assert.equal(maskIdentity('GBR/123456789'), '******89')
  assert.equal(maskIdentity('KAZ110090123105'), 'KAZ********3105')
})
