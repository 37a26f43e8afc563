import type { Ciphers, PersonKey } from '../../src/kernel/ciphers/ciphers.ts'
import { makeResidentId } from '../../src/kernel/parties/demonstration-id.ts'
import { addDays, parseDate } from '../../src/shared/dates.ts'
import { Personal } from '../../src/shared/personal.ts'
import type { County } from './place.ts'
import type { Random } from './random.ts'

export interface Person {
  id: string
  account: string
  county: County
  key: PersonKey
  row: readonly (string | Buffer | Date)[]
  createdAt: Date
}

export const personColumns = [
  'party_id',
  'division',
  'wrapped_key',
  'name_cipher',
  'phone_cipher',
  'identity_kind',
  'identity_cipher',
  'name_index',
  'phone_index',
  'identity_index',
  'verification',
  'verified_at',
]

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高']
const given = [...'伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国文']

/** Invented persons, each with a key of their own by which all of theirs is sealed, as the platform does it. */
export class People {
  readonly #ciphers: Ciphers
  readonly #random: Random
  readonly #counties: readonly County[]

  constructor(ciphers: Ciphers, random: Random, counties: readonly County[]) {
    this.#ciphers = ciphers
    this.#random = random
    this.#counties = counties
  }

  invent(index: number, createdAt: Date): Person {
    const [ciphers, random] = [this.#ciphers, this.#random]
    const { key, wrapped } = ciphers.newPersonKey()
    const county = random.uneven(this.#counties)
    const name = `${random.uneven(surnames)}${random.pick(given)}${random.pick(given)}`
    const phone = `1${String(3_000_000_000 + index).padStart(10, '0')}`
    const identity = makeResidentId(addDays(parseDate('1960-01-01'), index % 15_000), Math.floor(index / 15_000) % 1000)
    const seal = (field: string, text: string) => ciphers.sealText(key, field, new Personal(text))
    const id = random.id(createdAt)
    return {
      id,
      account: random.id(createdAt),
      county,
      key,
      createdAt,
      row: [
        id,
        county.code,
        wrapped,
        seal('name', name),
        seal('phone', phone),
        'residentId',
        seal('identity', identity),
        ciphers.blindIndex('name', name),
        ciphers.blindIndex('phone', phone),
        ciphers.blindIndex('identity', identity),
        'verified',
        createdAt,
      ],
    }
  }
}
