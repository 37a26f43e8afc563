import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildFaces } from '../../scripts/build.ts'
import { assertNoStart, clearAway, newFolder, startProgram } from '../../test/program.ts'

const isRoot = process.getuid?.() === 0
const base = newFolder()
before(() => buildFaces({ log: () => {} }))
after(() => clearAway([base]))

const url = 'postgresql://qichuang@127.0.0.1:1/qichuang'
const refused: Record<string, [environment: Record<string, string>, sentence: RegExp]> = {
  'a port that is no number': [{ PORT: 'abc' }, /PORT 应是 0 到 65535 之间的整数.*abc/],
  'a port beyond all ports': [{ PORT: '65536' }, /PORT 应是 0 到 65535 之间的整数/],
  'a switch that is neither on nor off': [{ DEMO: 'maybe' }, /DEMO 应是 on 或 off.*maybe/],
  'one database address of two': [{ DATABASE_URL: url }, /DATABASE_URL 和 DATABASE_OWNER_URL 要一起设置/],
  'the other of two': [{ DATABASE_OWNER_URL: url }, /DATABASE_URL 和 DATABASE_OWNER_URL 要一起设置/],
  'a database that is not there': [{ DATABASE_URL: url, DATABASE_OWNER_URL: url }, /连不上数据库 127\.0\.0\.1:1/],
  'a database address that is none': [{ DATABASE_URL: 'x', DATABASE_OWNER_URL: 'y' }, /不是数据库地址/],
  'a host of another machine': [{ HOST: '192.0.2.1' }, /不能在 192\.0\.2\.1:0 上监听/],
}
for (const [what, [environment, sentence]] of Object.entries(refused)) {
  test(`does not start with ${what}`, async () => {
    const dataFolder = join(base, what.replaceAll(' ', '-'))
    await assertNoStart(startProgram({ DATA_DIR: dataFolder, DEMO: 'off', ...environment }), sentence, dataFolder)
  })
}

test('does not start where its folder cannot be made', async () => {
  writeFileSync(join(base, 'file'), '')
  for (const folder of [join(base, 'file'), join(base, 'file', 'data'), '/proc/qichuang']) {
    await assertNoStart(startProgram({ DATA_DIR: folder }), /数据文件夹 \S+ 不能写入（\w+）.*DATA_DIR/)
  }
})

test('does not start in a folder that is closed to it, or to the account of the database', async () => {
  const closed = join(base, 'closed')
  mkdirSync(closed)
  chmodSync(closed, isRoot ? 0o700 : 0o500)
  const sentence = isRoot ? /nobody 账号运行，而它进不了文件夹 \S+closed/ : /不能写入（EACCES）/
  await assertNoStart(startProgram({ DATA_DIR: join(closed, 'data') }), sentence, join(closed, 'data'))
  chmodSync(closed, 0o700)
})

test('does not start with half a demonstration city, left by a start that was killed', async () => {
  const dataFolder = join(base, 'half')
  mkdirSync(dataFolder)
  writeFileSync(join(dataFolder, 'demonstration-unfinished'), '')
  await assertNoStart(startProgram({ DATA_DIR: dataFolder }), /准备演示城市时被中断.*请删除数据文件夹/, dataFolder)
})
