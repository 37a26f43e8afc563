import { Random } from '../bench/load/random.ts'
import { totpCode } from '../src/kernel/identity/totp.ts'
import { findNewestMessages } from '../src/kernel/notifications/messages.ts'
import { type Answer, testServer } from '../test/server.ts'
import { asOwner } from './as-owner.ts'
import { atOnce } from './at-once.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'

const MOST_TRIES = 10
const QUARTER = 15 * 60
const DAY = 24 * 60 * 60
const secret = 'JBSWY3DPEHPK3PXP'
const password = 'a long enough password'

type House = Awaited<ReturnType<typeof setUp>>

/** The control: the database forgets each try at once, as if none were counted. */
const forgetTries = (ownerUrl: string) =>
  asOwner(
    ownerUrl,
    `create function forget_try() returns trigger language plpgsql as 'begin return null; end'`,
    'create trigger forget_try before insert on attempt for each row execute function forget_try()',
  )

async function setUp(seed: number, broken: boolean) {
  const server = await testServer()
  const { city, send } = server
  if (broken) await forgetTries(city.ownerUrl)
  const random = new Random(seed)
  let addresses = 0
  const nextAddress = () => {
    addresses += 1
    return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`
  }
  const digits = () => String(random.below(1_000_000)).padStart(6, '0')
  const newestCode = async () => {
    const [message] = await findNewestMessages(city.platform, 1)
    return /\d{6}/.exec(message?.body.reveal() ?? '')?.[0] ?? ''
  }
  const from = (remoteAddress = nextAddress(), cookie?: string) => ({
    remoteAddress,
    headers: cookie ? { cookie } : {},
  })
  return {
    server,
    random,
    digits,
    nextAddress,
    newestCode,
    clock: city.platform.clock,
    askCode: (phone: string, address?: string, cookie?: string) =>
      send(null, 'POST /sessions/codes', { phone }, from(address, cookie)),
    byCode: (phone: string, code: string, address?: string, cookie?: string) =>
      send(null, 'POST /sessions/person', { phone, code }, from(address, cookie)),
    byPassword: (login: string, word: string, address?: string, cookie?: string) =>
      send(
        null,
        'POST /sessions/staff',
        { login, password: word, code: totpCode(secret, city.platform.now()) },
        from(address, cookie),
      ),
  }
}

const phoneOf = (number: number) => `1380${String(number).padStart(7, '0')}`

const markOf = (answer: Answer): string => {
  const cookies = [answer.headers['set-cookie']].flat().map(String)
  return cookies.find((cookie) => cookie.startsWith('qichuang_device='))?.split(';')[0] ?? ''
}

/** How many of these answers were tries that were looked at, neither refused beforehand nor a fault. */
const looked = (answers: readonly Answer[]) => answers.filter(({ statusCode }) => statusCode !== 429).length
const faults = (answers: readonly Answer[]) => answers.filter(({ statusCode }) => statusCode >= 500).length

/** Everything that an answer says but the trace. */
const said = ({ statusCode, body, headers }: Answer) => {
  const { 'x-trace-id': _, date: __, ...rest } = headers
  return JSON.stringify([statusCode, body.replaceAll(/[0-9a-f-]{36}/g, ''), rest])
}

/**
 * How well the times of one kind of answer tell it from the other: 0.5 where not at all, 0 or 1 where surely (the probability
 * that a time of the first is longer than one of the second).
 */
function distinguish(first: readonly number[], second: readonly number[]): number {
  let longer = 0
  for (const one of first) for (const other of second) longer += one > other ? 1 : one === other ? 0.5 : 0
  return longer / (first.length * second.length)
}

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

interface Ask {
  pause: number
  known: () => Promise<Answer>
  unknown: () => Promise<Answer>
}

/** Asks for one who exists and one who does not in turns, in an order by chance, and compares what is said and how long it takes. */
async function compare({ clock, random }: House, rounds: number, { pause, known, unknown }: Ask) {
  const times: [known: number[], unknown: number[]] = [[], []]
  const answers = new Set<string>()
  const once = async (which: 0 | 1) => {
    const began = performance.now()
    const answer = await (which === 0 ? known : unknown)()
    times[which].push(performance.now() - began)
    answers.add(said(answer))
  }
  for (let round = 0; round < rounds; round += 1) {
    clock.pass(pause)
    const first = random.below(2) as 0 | 1
    await once(first)
    await once((1 - first) as 0 | 1)
  }
  const told = distinguish(...times)
  const rounded = (value: number) => Math.round(value * 100) / 100
  return {
    answers: answers.size,
    told: rounded(told),
    knownMilliseconds: rounded(median(times[0])),
    unknownMilliseconds: rounded(median(times[1])),
    // Three times the deviation that chance alone gives to so few rounds, and a little for a machine that does other work.
    same: answers.size === 1 && Math.abs(told - 0.5) <= 0.05 + 3 / Math.sqrt(6 * rounds),
  }
}

const wrongCode = (right: string, guessed: string) => (guessed === right ? '000000' : guessed)

/** Guesses at one account and at many, by password and by one-time code, from one address and from as many as there are guesses. */
async function guess(house: House, size: number, owner: { phone: string; mark: string; staffMark: string }) {
  const { byCode, byPassword, askCode, digits, nextAddress, newestCode, clock } = house
  const many = <T>(make: (index: number) => Promise<T>) => atOnce(8, size, make)
  clock.pass(DAY)
  const atPassword = await many(() => byPassword('clerk', digits()))
  await askCode(owner.phone)
  const right = await newestCode()
  const atCode = await many(() => byCode(owner.phone, wrongCode(right, digits())))
  const one = nextAddress()
  const acrossPeople = await many((index) => byCode(phoneOf(index), digits(), one))
  const two = nextAddress()
  const acrossStaff = await many((index) => byPassword(`guess-${index}`, digits(), two))
  const asked = await atOnce(4, Math.min(size, 200), () => askCode(owner.phone))
  // Now the owner comes, from the device that they have logged in on before.
  const ownCode = await askCode(owner.phone, nextAddress(), owner.mark)
  const byOwner = await byCode(owner.phone, await newestCode(), nextAddress(), owner.mark)
  const byClerk = await byPassword('clerk', password, nextAddress(), owner.staffMark)
  const all = [atPassword, atCode, acrossPeople, acrossStaff]
  return {
    guesses: size * all.length,
    triesOfOneLogin: looked(atPassword),
    triesOfOnePhone: looked(atCode),
    triesAcrossPeople: looked(acrossPeople),
    triesAcrossStaff: looked(acrossStaff),
    codesSent: asked.filter(({ statusCode }) => statusCode === 200).length + 1,
    faults: all.reduce((sum, answers) => sum + faults(answers), 0),
    loggedInByGuess: all.flat().filter(({ statusCode }) => statusCode === 200).length,
    ownerLetIn: ownCode.statusCode === 200 && byOwner.statusCode === 200 && byClerk.statusCode === 200,
  }
}

async function attack({ seed, size, broken }: Course): Promise<Outcome> {
  const house = await setUp(seed, broken)
  try {
    const { askCode, byCode, byPassword, newestCode } = house
    const phone = '13799990001'
    await askCode(phone)
    const mark = markOf(await byCode(phone, await newestCode()))
    const staffMark = markOf(await byPassword('clerk', password))
    const guessed = await guess(house, size, { phone, mark, staffMark })
    const rounds = Math.max(20, Math.min(400, Math.floor(size / 25)))
    const nobody = '13799990002'
    const asking = { pause: DAY, known: () => askCode(phone), unknown: () => askCode(nobody) }
    const coding = { pause: QUARTER, known: () => byCode(phone, '000000'), unknown: () => byCode(nobody, '000000') }
    const passing = {
      pause: QUARTER,
      known: () => byPassword('clerk', 'wrong'),
      unknown: () => byPassword('nobody', 'wrong'),
    }
    const requestCode = await compare(house, rounds, asking)
    const logInByCode = await compare(house, rounds, coding)
    const logInStaff = await compare(house, rounds, passing)
    const { triesOfOneLogin, triesOfOnePhone, triesAcrossPeople, triesAcrossStaff } = guessed
    const most = Math.max(triesOfOneLogin, triesOfOnePhone, triesAcrossPeople, triesAcrossStaff)
    const same = requestCode.same && logInByCode.same && logInStaff.same
    const holds =
      most <= MOST_TRIES && guessed.faults === 0 && guessed.loggedInByGuess === 0 && guessed.ownerLetIn && same
    return { figures: { ...guessed, mostTriesAQuarter: most, requestCode, logInByCode, logInStaff }, holds }
  } finally {
    await house.server.close()
  }
}

/** Log-in under attack: how many guesses are looked at, what tells an account from none, whether the owner is kept out. */
export const login: Experiment = { name: 'login', sizes: { full: 10_000, short: 60, control: 20 }, run: attack }
