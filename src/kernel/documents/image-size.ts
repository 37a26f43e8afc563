/** Width and height in pixels, as the header of an image states them. */
export interface ImageSize {
  width: number
  height: number
}

const PNG_HEADER_END = 24

/** The size that the header of a PNG states (ISO/IEC 15948, IHDR is its first chunk); null when it is not there. */
export function readPngSize(head: Buffer): ImageSize | null {
  if (head.length < PNG_HEADER_END || head.toString('latin1', 12, 16) !== 'IHDR') return null
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
}

const MARKER = 0xff
const START_OF_SCAN = 0xda
const MARKER_LENGTH = 2
const FRAME_HEADER = 9

/** Frame headers (SOF0 to SOF15) of ISO/IEC 10918-1, without the three tables that share their numbers. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/**
 * Looks for the size of a JPEG while it flows by. Cameras put previews and maps of any length before the frame header, so that
 * no fixed beginning of the file is sure to hold it; segments are stepped over, not kept.
 */
export class JpegSizeReader {
  size: ImageSize | null = null
  #pending = Buffer.alloc(0)
  /** Bytes still to step over; the start of the image comes first. */
  #skip = MARKER_LENGTH
  #over = false

  take(chunk: Buffer): void {
    if (this.#over) return
    this.#pending = Buffer.concat([this.#pending, chunk])
    while (!this.#over && this.#step());
  }

  /** Goes one segment on; false when more bytes are needed. */
  #step(): boolean {
    const stepped = Math.min(this.#skip, this.#pending.length)
    this.#pending = this.#pending.subarray(stepped)
    this.#skip -= stepped
    if (this.#skip > 0 || this.#pending.length < FRAME_HEADER) return false
    const marker = this.#pending.readUInt8(1)
    if (this.#pending.readUInt8(0) !== MARKER || marker === START_OF_SCAN) this.#over = true
    else if (marker === MARKER) this.#skip = 1
    else if (isFrame(marker)) this.#finish()
    else this.#skip = MARKER_LENGTH + Math.max(2, this.#pending.readUInt16BE(2))
    return true
  }

  #finish(): void {
    this.#over = true
    this.size = { width: this.#pending.readUInt16BE(7), height: this.#pending.readUInt16BE(5) }
  }
}
