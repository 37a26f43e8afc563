import { invalid } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?=.{4,190}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}$/

/**
 * Reads an e-mail address as people write it (full-width characters, 。 for a dot, spaces around it) into one form, its domain in
 * small letters. Throws a Refusal (422) that names `field`.
 */
export function parseEmail(text: string, field = 'email'): Personal {
  const compact = text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/^mailto:/i, '')
    .replace(/\s/g, '')
  const at = compact.lastIndexOf('@')
  const [local, domain] = [compact.slice(0, at), compact.slice(at + 1).toLowerCase()]
  if (at > 0 && local.length <= 64 && LOCAL.test(local) && DOMAIN.test(domain))
    return new Personal(`${local}@${domain}`)
  throw invalid([{ field, code: 'email', message: '邮箱：要写成“名字@服务商”的样子，例如 zhang@example.com。' }])
}

/** 'w***@example.com'. */
export const maskEmail = (email: Personal): string => email.reveal().replace(/^(.?)[^@]*/, '$1***')
