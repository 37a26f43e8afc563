import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jpegFile, pngFile } from '../../../test/sample-files.ts'
import { JpegSizeReader, readPngSize } from './image-size.ts'

function sizeOf(file: Buffer, cut: number) {
  const reader = new JpegSizeReader()
  for (let at = 0; at < file.length; at += cut) reader.take(file.subarray(at, at + cut))
  return reader.size
}

test('the size of a PNG stands in its first chunk', () => {
  assert.deepEqual(readPngSize(pngFile({ width: 640, height: 480 })), { width: 640, height: 480 })
  assert.equal(readPngSize(pngFile({ width: 640, height: 480 }).subarray(0, 20)), null)
  assert.equal(readPngSize(Buffer.alloc(100)), null)
})

test('the size of a JPEG is found behind segments of any length, however the file is cut', () => {
  const size = { width: 4000, height: 3000 }
  const file = jpegFile({ ...size, before: 5 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70_000 }), (cut) => assert.deepEqual(sizeOf(file, cut), size)),
    {
      numRuns: 20,
    },
  )
})

test('the size of a preview inside a segment is not taken for that of the picture', () => {
  const preview = jpegFile({ width: 160, height: 120 })
  const file = jpegFile({ width: 4000, height: 3000, before: 1, filling: preview })
  assert.deepEqual(sizeOf(file, 1000), { width: 4000, height: 3000 })
})

test('a JPEG that is cut off, or no JPEG at all, has no size', () => {
  assert.equal(sizeOf(jpegFile({ width: 10, height: 10, before: 2 }).subarray(0, 1000), 100), null)
  assert.equal(sizeOf(Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 8, 0, 0, 0, 0, 0, 0, 0]), 100), null)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void sizeOf(Buffer.from(bytes), 7)))
})
