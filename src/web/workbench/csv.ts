const FORMULA = /^[=+\-@\t\r]/
/** Longer numbers lose their last digits in a spreadsheet. */
const LONG_NUMBER = /^\d{12,}$/

/**
 * Makes one cell. What a spreadsheet would take for a formula, or for a number too long to keep, begins with an apostrophe
 * and so stays text.
 */
function cellOf(value: string): string {
  const safe = FORMULA.test(value) || LONG_NUMBER.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes rows as CSV (RFC 4180) with the byte order mark that spreadsheets want for Chinese. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`
