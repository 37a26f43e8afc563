const HIDDEN = '〔已隐去〕'
const MOST_STARS_IN_NAME = 2

/**
 * A piece of personal data: a name, a phone number, an identity number. It is no string, so that it cannot slip into a log, an
 * event, an audit row or a template: written out by whatever means it reads '〔已隐去〕'. `reveal` is the one way to the value.
 */
export class Personal {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself; call it only where it is sealed, compared, or shown to someone entitled to see it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  // What console.log, util.inspect and assertion messages of Node look for; a registered symbol, so browsers ignore it.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN
  }
}

/** '138****1234'; of numbers that are no mobile numbers only the last four digits, '****5566'. */
export function maskPhone(phone: Personal | string): string {
  const text = plainText(phone)
  return /^1\d{10}$/.test(text) ? `${text.slice(0, 3)}****${text.slice(-4)}` : `****${tail(text, 4)}`
}

/** '420***********123X'; of shorter papers than the resident identity card only the last two characters. */
export function maskIdentity(identity: Personal | string): string {
  const text = plainText(identity)
  if (text.length < 15) return `******${tail(text, 2)}`
  return `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`
}

/** '张*', '张**': the first character, then as many stars as there are others, two at most. */
export function maskName(name: Personal | string): string {
  const [first = '', ...others] = plainText(name)
  return `${first}${'*'.repeat(Math.min(Math.max(others.length, 1), MOST_STARS_IN_NAME))}`
}

/** The last characters, but never more than half of a text. */
function tail(text: string, length: number): string {
  return text.slice(text.length - Math.min(length, Math.floor(text.length / 2)))
}

function plainText(data: Personal | string): string {
  return typeof data === 'string' ? data : data.reveal()
}
