import { withClient } from '../src/kernel/db/client.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { openPersonalHouse, type PersonalHouse } from './personal-house.ts'
import { dropPersonKey, readCiphers, rotateWhileServing } from './personal-keys.ts'
import { compareLookUps, loadPeople } from './personal-lookup.ts'
import { type PlantedPerson, planted, plantPerson } from './personal-people.ts'
import { Search } from './personal-traces.ts'

/** Last of those who are told apart by two digits: they are erased. */
const ERASED = 99
const MOST_PLANTED = 60
const MOST_RATIO = 2

/** The control: what is sealed is also written beside it as it is, by a trigger that a careless hand might have left. */
const writePlainly = ({ ownerUrl }: PersonalHouse, { name, phone, identity, card }: PlantedPerson) =>
  withClient(ownerUrl, async (client) => {
    await client.query('create table if not exists qichuang.careless (name text, phone text, identity text, card text)')
    await client.query('insert into qichuang.careless values ($1, $2, $3, $4)', [name, phone, identity, card])
  })

/** Looks everywhere while the database holds a sort in temporary files; in copies of it all too where there are to be any. */
async function searchEverywhere(house: PersonalHouse, { copies }: { copies: boolean }): Promise<Search> {
  const search = new Search(planted)
  if (copies) {
    await house.run('backup', [])
    await house.run('export', ['--to', `${house.folder}/export.tar`])
  }
  await withClient(house.superuserUrl, async (client) => {
    await client.query('checkpoint')
    await client.query("begin; set local work_mem = '64kB'; set local max_parallel_workers_per_gather = 0")
    await client.query(`declare sorted cursor for
      select person, copy from qichuang.person cross join generate_series(1, 20) as copy order by person::text, copy`)
    await client.query('fetch 1 from sorted')
    await search.inFolder(house.folder)
    await client.query('rollback')
    await search.inTables(client)
  })
  return search
}

async function look({ seed, size, broken }: Course): Promise<Outcome> {
  const house = await openPersonalHouse()
  try {
    const people: PlantedPerson[] = []
    for (let number = 0; number < Math.min(MOST_PLANTED, Math.max(3, size / 500)); number += 1) {
      const person = await plantPerson(house, number)
      people.push(person)
      if (broken) await writePlainly(house, person)
    }
    const search = await searchEverywhere(house, { copies: !broken })
    const traces = {
      planted: people.length * Object.keys(planted).length,
      files: search.files,
      megabytes: Math.round(search.bytes / 1e6),
      rows: search.rows,
      hits: search.hits.size,
      where: [...search.hits].slice(0, 8),
    }
    if (broken) return { figures: traces, holds: search.hits.size === 0 }
    const ciphers = await readCiphers(house)
    await loadPeople(house, ciphers, size, seed)
    const lookUp = await compareLookUps(house, ciphers, size, seed)
    const erased = await dropPersonKey(house, ERASED)
    const rotation = await rotateWhileServing(house, people)
    return {
      figures: { ...traces, lookUp, rotation, droppedKey: erased },
      holds:
        search.hits.size === 0 &&
        lookUp.ratio <= MOST_RATIO &&
        lookUp.differences === 0 &&
        rotation.wrong === 0 &&
        rotation.openedWithoutItsKey === 0 &&
        erased.sealedBefore > 0 &&
        erased.sealedLeft + erased.stillShown + erased.foundAgain === 0 &&
        !erased.stillLoggedIn,
    }
  } finally {
    await house.close()
  }
}

/** What lies on the disk of personal data, how fast it is found, and what becomes of it when keys change or go. Sizes are people. */
export const personalData: Experiment = {
  name: 'personal-data',
  sizes: { full: 1_000_000, short: 1500, control: 500 },
  run: look,
}
