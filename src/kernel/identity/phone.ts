import { invalid } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'

/**
 * Reads a mobile number of the mainland as people write it ('+86 138-0013-8000', full-width digits too) into its one form, 11
 * digits. Throws a Refusal (422) that names `field`.
 */
export function parsePhone(text: string, field = 'phone'): Personal {
  const digits = text
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(?:\+|00)?86(?=\d{11}$)/, '')
  if (/^1[3-9]\d{9}$/.test(digits)) return new Personal(digits)
  const message = /^\d{11}$/.test(digits)
    ? '手机号：以 13 至 19 开头，请核对前两位。'
    : '手机号：要填 11 位数字，例如 13800138000。'
  throw invalid([{ field, code: 'phone', message }])
}
