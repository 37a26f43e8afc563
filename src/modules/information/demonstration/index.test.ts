import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { demonstrationPolicies } from './index.ts'
import type { PolicyLevel, PolicySeed } from './policy-seed.ts'
import { synonyms } from './words.ts'

/** Tax relief was announced in August 2023 for the whole of that year; nothing else here reaches back. */
const RETROACTIVE = new Set(['national-key-group-tax-relief-2023'])

/** How a division's code must look at each level: fixed digits, then zeros. */
const CODE_OF_LEVEL: Record<PolicyLevel, RegExp> = {
  national: /^0{12}$/,
  province: /^[1-9]\d0{10}$/,
  city: /^[1-9]\d(?!00)\d{2}0{8}$/,
  county: /^[1-9]\d(?!00)\d{2}(?!00)\d{2}0{6}$/,
}

const bySlug = new Map(demonstrationPolicies.map((policy) => [policy.slug, policy]))

function textOf(policy: PolicySeed): string {
  return policy.body.flatMap((part) => [part.heading, ...part.paragraphs]).join('\n')
}

function hanOf(text: string): number {
  return text.match(/\p{Script=Han}/gu)?.length ?? 0
}

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function everyWordOf(policy: PolicySeed): string[] {
  const { who, howMuch, bring, howLong, where } = policy.card
  return [policy.title, policy.issuer, who, howMuch, ...bring, howLong, where, textOf(policy)]
}

describe('the demonstration policies', () => {
  it('are at least thirty, on every level, each with its own slug and title', () => {
    assert.ok(demonstrationPolicies.length >= 30)
    assert.equal(bySlug.size, demonstrationPolicies.length)
    assert.equal(new Set(demonstrationPolicies.map((policy) => policy.title)).size, demonstrationPolicies.length)
    assert.equal(new Set(demonstrationPolicies.map((policy) => policy.level)).size, 4)
    for (const { slug } of demonstrationPolicies) assert.match(slug, /^[a-z]+(-[a-z0-9]+)*$/)
  })

  it('stand in a division of their own level', () => {
    for (const { slug, level, division } of demonstrationPolicies) assert.match(division, CODE_OF_LEVEL[level], slug)
  })

  it('carry dates in order', () => {
    for (const { slug, issuedOn, effectiveOn, expiresOn } of demonstrationPolicies) {
      for (const date of [issuedOn, effectiveOn, expiresOn ?? issuedOn]) assert.ok(isCalendarDate(date), slug)
      assert.equal(issuedOn > effectiveOn, RETROACTIVE.has(slug), slug)
      assert.ok(expiresOn === null || expiresOn > effectiveOn, slug)
    }
  })

  it('replace only what exists, of the same division and topic, and only where that has ended', () => {
    const replacing = demonstrationPolicies.filter((policy) => policy.replaces !== null)
    assert.ok(replacing.length > 0)
    for (const policy of replacing) {
      const earlier = bySlug.get(policy.replaces ?? '')
      assert.ok(earlier, policy.slug)
      assert.deepEqual([earlier.division, earlier.topic], [policy.division, policy.topic], policy.slug)
      assert.ok(earlier.expiresOn !== null && earlier.expiresOn < policy.effectiveOn, policy.slug)
    }
  })

  it('say everything on the card', () => {
    for (const { slug, card } of demonstrationPolicies) {
      assert.ok(card.bring.length > 0, slug)
      for (const text of [card.who, card.howMuch, card.howLong, card.where, ...card.bring]) {
        assert.ok(hanOf(text) >= 4, `${slug}: ${text}`)
      }
    }
  })

  it('have three to six sections and 250 to 700 Chinese characters', () => {
    for (const policy of demonstrationPolicies) {
      assert.ok(policy.body.length >= 3 && policy.body.length <= 6, policy.slug)
      const length = hanOf(textOf(policy))
      assert.ok(length >= 250 && length <= 700, `${policy.slug}: ${length}`)
    }
  })

  it('show by their number that they are invented, or by their text that they are a summary', () => {
    for (const policy of demonstrationPolicies) {
      if (policy.invented) assert.match(policy.number, /^演示\p{Script=Han}文〔\d{4}〕\d+号$/u, policy.slug)
      else assert.match(textOf(policy), /不是原文/, policy.slug)
    }
    const numbers = demonstrationPolicies.map((policy) => policy.number).filter((number) => number !== '')
    assert.equal(new Set(numbers).size, numbers.length)
    for (const { number, issuedOn, slug } of demonstrationPolicies) {
      if (number !== '') assert.ok(number.includes(`〔${issuedOn.slice(0, 4)}〕`), slug)
    }
  })

  it('link the check and the application together', () => {
    const linked = demonstrationPolicies.filter((policy) => policy.service !== null)
    assert.ok(linked.length > 0)
    for (const policy of demonstrationPolicies) {
      assert.equal(policy.service === null, policy.rule === null, policy.slug)
    }
  })

  it('use Chinese punctuation and only demonstration telephone numbers', () => {
    for (const policy of demonstrationPolicies) {
      for (const text of everyWordOf(policy)) {
        assert.doesNotMatch(text, /\p{Script=Han}\s*[,;:!?()[\]]|[,;:!?()[\]]\s*\p{Script=Han}/u, policy.slug)
        assert.doesNotMatch(text.replaceAll(/0717-0000\d{3}/g, ''), /\d{7,}|\d{3,4}-\d{4,}/, policy.slug)
      }
    }
  })
})

describe('the synonyms', () => {
  it('are at least fifteen groups, and no word stands in two of them', () => {
    assert.ok(synonyms.length >= 15)
    const words = synonyms.flat()
    assert.equal(new Set(words).size, words.length)
    for (const group of synonyms) assert.ok(group.length >= 2)
  })
})
