import type { Tx } from '../../kernel/db/connect.ts'
import { newId } from '../../shared/ids.ts'

interface OfficeSeed {
  name: string
  kind: 'window' | 'bureau'
  division: string
  address: string
  phone: string
}

/** 工作日 9:00–12:00、13:30–17:00, in minutes since midnight. */
const openings = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, opens: 540, closes: 720 },
  { weekday, opens: 810, closes: 1020 },
])

/** Invented windows and bureaus of the demonstration city; addresses and numbers are made up. */
const offices: readonly OfficeSeed[] = [
  {
    name: '宜昌市就业服务中心（演示）',
    kind: 'window',
    division: '420500000000',
    address: '市民大道 1 号一楼',
    phone: '0717-0000001',
  },
  {
    name: '宜昌市创业贷款审核科（演示）',
    kind: 'bureau',
    division: '420500000000',
    address: '市民大道 1 号三楼',
    phone: '0717-0000002',
  },
  {
    name: '西陵区就业服务窗口（演示）',
    kind: 'window',
    division: '420502000000',
    address: '西陵路 20 号',
    phone: '0717-0000021',
  },
  {
    name: '西陵区创业贷款审核组（演示）',
    kind: 'bureau',
    division: '420502000000',
    address: '西陵路 20 号二楼',
    phone: '0717-0000022',
  },
  {
    name: '伍家岗区就业服务窗口（演示）',
    kind: 'window',
    division: '420503000000',
    address: '伍家岗路 8 号',
    phone: '0717-0000031',
  },
  {
    name: '点军区就业服务窗口（演示）',
    kind: 'window',
    division: '420504000000',
    address: '江南大道 15 号',
    phone: '0717-0000041',
  },
  {
    name: '夷陵区就业服务窗口（演示）',
    kind: 'window',
    division: '420506000000',
    address: '夷兴路 6 号',
    phone: '0717-0000061',
  },
  {
    name: '秭归县就业服务窗口（演示）',
    kind: 'window',
    division: '420527000000',
    address: '屈原路 3 号',
    phone: '0717-0000271',
  },
  {
    name: '宜都市就业服务窗口（演示）',
    kind: 'window',
    division: '420581000000',
    address: '清江路 11 号',
    phone: '0717-0000811',
  },
]

/** Invented institutions, each with the windows and bureaus of its division. */
const institutions: Readonly<Record<string, string>> = {
  '420500000000': '宜昌市公共就业服务局（演示）',
  '420502000000': '西陵区公共就业服务局（演示）',
  '420503000000': '伍家岗区公共就业服务局（演示）',
  '420504000000': '点军区公共就业服务局（演示）',
  '420506000000': '夷陵区公共就业服务局（演示）',
  '420527000000': '秭归县公共就业服务局（演示）',
  '420581000000': '宜都市公共就业服务局（演示）',
}

/** Enters the offices and gives their ids by division and kind, as `420502000000 window`. */
export async function seedOffices(tx: Tx, now: Date): Promise<Readonly<Record<string, string>>> {
  const owners = Object.entries(institutions).map(([division, name]) => {
    return { id: newId(now), name, division, phone: '0717-0000000', invented: true }
  })
  await tx.insertInto('institution').values(owners).execute()
  const rows = offices.map((office) => {
    const owner = owners.find(({ division }) => division === office.division)
    return { ...office, id: newId(now), institution_id: owner?.id ?? null, invented: true }
  })
  await tx.insertInto('office').values(rows).execute()
  const hours = rows.flatMap(({ id }) => openings.map((opening) => ({ ...opening, office_id: id })))
  await tx.insertInto('office_hours').values(hours).execute()
  return Object.fromEntries(rows.map((row) => [`${row.division} ${row.kind}`, row.id]))
}
