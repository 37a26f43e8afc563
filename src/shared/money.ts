import { invalid } from './errors.ts'

/** Money: a whole number of fen (分), 1/100 yuan. */
export type Fen = number

/** A rate in basis points: 10,000 are the whole. */
export type BasisPoints = number

const DECIMALS: Record<string, number> = { '': 2, 元: 2, 圆: 2, 块: 2, 万: 6, 万元: 6, 亿: 10, 亿元: 10 }
const AMOUNT_PATTERN = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(元|圆|块|万元|万|亿元|亿)?$/
const FEN_PER_YUAN = 100
const FEN_PER_TEN_THOUSAND = 10_000 * FEN_PER_YUAN
const FEN_PER_HUNDRED_MILLION = 100_000_000 * FEN_PER_YUAN

/**
 * Reads an amount as people write it: '300000', '300,000.00 元', '¥3000', '30 万元', full-width digits too.
 * Throws a Refusal (422) that names `field` when it is no amount, negative, finer than a fen or beyond what can be counted.
 */
export function parseYuan(text: string, field = 'amount'): Fen {
  const compact = text.normalize('NFKC').replace(/\s/g, '').replace(/^¥/, '')
  const match = AMOUNT_PATTERN.exec(compact)
  if (!match) throw unreadable(field, '金额要写成数字，例如 300000、300,000.00 元或 30 万元。')
  const [, whole = '', fraction = '', unit = ''] = match
  const decimals = DECIMALS[unit] ?? 2
  const kept = fraction.replace(/0+$/, '')
  if (kept.length > decimals) throw unreadable(field, '金额最小到分，请去掉多余的小数位。')
  const fen = Number(whole.replaceAll(',', '') + kept.padEnd(decimals, '0'))
  if (!Number.isSafeInteger(fen)) throw unreadable(field, '金额太大，请检查是否多写了几位。')
  return fen
}

const unreadable = (field: string, message: string) => invalid([{ field, code: 'amount', message }])

/** '300,000.00 元': exact, for documents and tables. */
export function formatYuan(fen: Fen): string {
  return `${grouped(fen, 2)} 元`
}

/** '30 万元', '1.25 亿元', '800 元': for sentences. Never rounds: what would not fit two decimals is written out in yuan. */
export function formatShort(fen: Fen): string {
  const size = Math.abs(fen)
  if (size >= FEN_PER_HUNDRED_MILLION && size % (FEN_PER_HUNDRED_MILLION / 100) === 0) return `${plain(fen, 10)} 亿元`
  if (size >= FEN_PER_TEN_THOUSAND && size % (FEN_PER_TEN_THOUSAND / 100) === 0) return `${plain(fen, 6)} 万元`
  return `${size % FEN_PER_YUAN === 0 ? grouped(fen, 2).slice(0, -3) : grouped(fen, 2)} 元`
}

const CAPITALS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** Four digits in capitals, '0305' → 零叁佰零伍; zeros at the end are silent. */
function groupInCapitals(digits: string): string {
  const said = Array.from(digits, (digit, index) =>
    digit === '0' ? '零' : `${CAPITALS[Number(digit)]}${PLACES[digits.length - 1 - index]}`,
  )
  return said.join('').replace(/零+/g, '零').replace(/零$/, '')
}

function wholeInCapitals(digits: string): string {
  const padded = digits.padStart(Math.ceil(digits.length / 4) * 4, '0')
  const groups = padded.match(/.{4}/g) ?? []
  const said = groups.map((group, index) => {
    const words = groupInCapitals(group)
    const gap = group.endsWith('0') && index < groups.length - 1 && !/^0/.test(groups[index + 1] ?? '') ? '零' : ''
    return words === '' ? '零' : `${words}${GROUPS[groups.length - 1 - index]}${gap}`
  })
  return said
    .join('')
    .replace(/零+/g, '零')
    .replace(/^零|零$/g, '')
}

/**
 * '人民币贰拾万元整', '人民币壹仟零伍元叁角贰分': an amount in capitals (大写), as on bills (票据法 and 支付结算办法 附一).
 * Not negative, below 10,000 times 万亿 yuan.
 */
export function formatCapitals(fen: Fen): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`no amount for a bill: ${fen}`)
  const [whole, [jiao = '0', cent = '0']] = split(fen, 2)
  const yuan = wholeInCapitals(whole)
  const tenths = jiao === '0' ? (cent !== '0' && yuan ? '零' : '') : `${CAPITALS[Number(jiao)]}角`
  const hundredths = cent === '0' ? '' : `${CAPITALS[Number(cent)]}分`
  const fraction = `${tenths}${hundredths}`
  if (!yuan) return `人民币${fraction || '零元'}${cent === '0' ? '整' : ''}`
  return `人民币${yuan}元${fraction}${cent === '0' ? '整' : ''}`
}

function grouped(fen: Fen, decimals: number): string {
  const [whole, fraction] = split(fen, decimals)
  return `${fen < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

function plain(fen: Fen, decimals: number): string {
  const [whole, fraction] = split(fen, decimals)
  const kept = fraction.replace(/0+$/, '')
  return `${fen < 0 ? '-' : ''}${whole}${kept ? `.${kept}` : ''}`
}

function split(fen: Fen, decimals: number): [whole: string, fraction: string] {
  const digits = BigInt(Math.abs(fen))
    .toString()
    .padStart(decimals + 1, '0')
  return [digits.slice(0, -decimals), digits.slice(-decimals)]
}

/**
 * The one rounding of the system (四舍五入): the whole number nearest to numerator / denominator, halves away from zero.
 * Exact at any size. The denominator is positive.
 */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('roundHalfUp: the denominator must be positive')
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (2n * size + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/** The part of an amount that a rate gives, rounded to the fen. */
export function applyRate(fen: Fen, rate: BasisPoints): Fen {
  const part = Number(roundHalfUp(BigInt(fen) * BigInt(rate), 10_000n))
  if (!Number.isSafeInteger(part)) throw new RangeError('applyRate: the result is beyond what can be counted')
  return part
}
