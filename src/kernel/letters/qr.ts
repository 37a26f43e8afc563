import { create } from 'qrcode'

/** A QR code as one path of unit squares: `size` modules a side, quiet zone not included. */
export interface QrPath {
  size: number
  path: string
}

/** Draws a text as a QR code, readable with a tenth of it damaged. */
export function drawQr(text: string): QrPath {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const { size, data } = modules
  const runs: string[] = []
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const begun = x
      while (x < size && data[y * size + x]) x += 1
      if (x > begun) runs.push(`M${begun} ${y}h${x - begun}v1h${begun - x}z`)
    }
  }
  return { size, path: runs.join('') }
}
