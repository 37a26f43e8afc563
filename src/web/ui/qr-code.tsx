interface QrCodeProps {
  /** What scanning it does, for those who cannot see it. */
  label: string
  code: { size: number; path: string }
}

const QUIET = 4

/** A QR code, dark on white in every theme, with the quiet zone that scanners ask for. */
export function QrCode({ label, code: { size, path } }: QrCodeProps) {
  const side = size + 2 * QUIET
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}>
      <path fill="#000000" d={path} />
    </svg>
  )
}
