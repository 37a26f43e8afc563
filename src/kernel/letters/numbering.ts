import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import type { Tx } from '../db/connect.ts'

const kindOfPlace = /(?:(?:土家族|苗族|回族|侗族|瑶族|壮族|彝族|藏族)*自治[州县]|省|市|区|县|街道|镇|乡|社区|村)$/u

/** The place as it stands in a number: 西陵 for 西陵区, 长阳 for 长阳土家族自治县; a name of two characters stays whole. */
function shortPlace(name: string): string {
  const short = name.replace(kindOfPlace, '')
  return short.length >= 2 ? short : name
}

/** The next serial of a letter. None is given twice; gaps are allowed. */
export async function nextSerial(tx: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('letter_number_sequence')::int as next`.execute(tx)
  return Number(rows[0]?.next)
}

/** The number of a letter in the series of its place and year: 西陵创贷受〔2026〕第000123号. */
export const numberOf = (serial: number, place: string, series: string, on: CalendarDate): string =>
  `${shortPlace(place)}${series}〔${on.slice(0, 4)}〕第${String(serial).padStart(6, '0')}号`

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 10

/** Ten symbols of a letter's hash, 'ABCDE-12345', which whoever holds the paper gives with its number to have it confirmed. */
export function checkCodeOf(hash: string): string {
  const bits = BigInt(`0x${hash.slice(0, 13)}`)
  const code = Array.from({ length: CODE_LENGTH }, (_, index) => symbols[Number((bits >> BigInt(5 * index)) & 31n)])
  return `${code.slice(0, 5).join('')}-${code.slice(5).join('')}`
}

/** The one form of a code as people type it: small letters, no hyphen, O for 0, I and L for 1. */
export const readCode = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')

/** The one form of a number as people type it: square or round brackets for 〔〕, no spaces. */
export const readNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[[(【]/g, '〔')
    .replace(/[\])】]/g, '〕')
