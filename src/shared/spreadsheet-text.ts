/** What a spreadsheet would take for a formula when it opens a text file: OWASP's list for CSV injection. */
const FORMULA = /^[=+\-@\t\r]/
/** Longer numbers lose their last digits in a spreadsheet. */
const LONG_NUMBER = /^\d{12,}$/

/**
 * One cell of a text file as a spreadsheet may open it: what it would take for a formula, or for a number too long to keep, begins
 * with an apostrophe and so stays text.
 */
const asPlainCell = (text: string): string => (FORMULA.test(text) || LONG_NUMBER.test(text) ? `'${text}` : text)

/** Writes rows as CSV (RFC 4180) with the byte order mark that spreadsheets want for Chinese. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map((text) => quote(asPlainCell(text))).join(',')}\r\n`).join('')}`

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The text that was meant by a cell written as `asPlainCell` writes it. */
export const readPlainCell = (text: string): string => (/^'(?:[=+\-@\t\r]|\d{12,}$)/.test(text) ? text.slice(1) : text)
