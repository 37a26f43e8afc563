import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundedPath } from './rounded-path.ts'

test('a straight line stays one', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 40 },
  ]
  assert.equal(roundedPath(points), 'M0 0L0 40')
})

test('a corner is rounded by six pixels, by half the way where the way is short', () => {
  const corner = [
    { x: 0, y: 0 },
    { x: 0, y: 40 },
    { x: 8, y: 40 },
  ]
  assert.equal(roundedPath(corner), 'M0 0L0 34Q0 40 4 40L8 40')
})

test('points that coincide do no harm', () => {
  const points = [
    { x: 5, y: 5 },
    { x: 5, y: 5 },
    { x: 5, y: 9 },
  ]
  assert.equal(roundedPath(points), 'M5 5L5 5Q5 5 5 7L5 9')
  assert.equal(roundedPath([]), '')
})
