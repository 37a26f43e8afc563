import { Personal } from '../../shared/personal.ts'
import type { IdentityNumber } from './identity-number.ts'

const fault = (message: string): IdentityNumber => ({ ok: false, message })
const sound = (number: string): IdentityNumber => ({
  ok: true,
  number: new Personal(number),
  birthDate: null,
  sex: null,
})

/**
 * Reads the number of a 港澳居民来往内地通行证: H or M and the holder's eight digits for life. Cards before 2013 carry two more for how
 * often they were renewed; these are left out, so that the old card and the new one are the same person's. It has no check
 * digit, and says neither birth date nor sex.
 */
export function parseHongKongMacaoPermit(number: string): IdentityNumber {
  if (number === '') return fault('请填写港澳居民来往内地通行证号码。')
  if (!/^[HM]/.test(number)) {
    return fault('港澳居民来往内地通行证号码的第一位是字母 H 或 M，请对照证件核对。')
  }
  if (!/^.\d+$/.test(number)) return fault('港澳居民来往内地通行证号码在第一位字母之后都是数字，请对照证件核对。')
  if (number.length !== 9 && number.length !== 11) {
    return fault(`港澳居民来往内地通行证号码是 9 位，旧证是 11 位，您填了 ${number.length} 位，请对照证件核对。`)
  }
  return sound(number.slice(0, 9))
}

/** Reads the number of a 台湾居民来往大陆通行证: eight digits for life. It has no check digit, and says neither birth date nor sex. */
export function parseTaiwanPermit(number: string): IdentityNumber {
  if (number === '') return fault('请填写台湾居民来往大陆通行证号码。')
  if (/^\d{10}[A-Z]?$/.test(number)) {
    return fault('这是本式旧证的号码，旧证已经停用，请填写卡片式证件上的 8 位号码。')
  }
  if (!/^\d*$/.test(number)) return fault('台湾居民来往大陆通行证号码都是数字，请对照证件核对。')
  if (number.length !== 8) {
    return fault(`台湾居民来往大陆通行证号码是 8 位，您填了 ${number.length} 位，请对照证件核对。`)
  }
  return sound(number)
}
