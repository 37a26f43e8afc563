import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { withClient } from './client.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { checkRequirements } from './requirements.ts'
import { StartProblem } from './start-problem.ts'

describe('what is required of a database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qichuang-test-'))
  let server: Embedded
  before(async () => {
    server = await startEmbedded({ folder, log: { info: () => {}, error: (line) => assert.fail(line) } })
  })
  after(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Runs each statement by itself, as the superuser. */
  const command = (...statements: string[]) =>
    withClient(server.superuserUrl, async (client) => {
      for (const statement of statements) await client.query(statement)
    })
  const refuses = (owner: string, app: string, sentence: RegExp) =>
    assert.rejects(checkRequirements(owner, app), (error) => {
      assert.ok(error instanceof StartProblem, String(error))
      assert.match(error.message, sentence)
      assert.match(error.message, /^[^\n]+[。;]$/)
      return true
    })
  const inDatabase = (url: string, name: string) => url.replace('/qichuang?', `/${name}?`)
  const asRole = (url: string, role: string) => url.replace('qichuang_app', role)

  test('the embedded database has it all, and checking leaves nothing behind', async () => {
    await checkRequirements(server.ownerUrl, server.appUrl)
  })

  test('what is committed stays committed', async () => {
    const set = async (setting: string) => {
      await command(setting, 'select pg_reload_conf()', 'select pg_sleep(0.1)')
    }
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
      await set(`alter system set ${setting} = off`)
      await refuses(server.ownerUrl, server.appUrl, new RegExp(`关闭了 ${setting}，`))
      await set(`alter system reset ${setting}`)
    }
    await command('alter role qichuang_app set synchronous_commit = off')
    await refuses(server.ownerUrl, server.appUrl, /对账号 qichuang_app 关闭了 synchronous_commit/)
    await command('alter role qichuang_app reset synchronous_commit')
  })

  test('Chinese is stored and found', async () => {
    await command(
      `create database plain_c template template0 encoding UTF8 locale_provider libc locale 'C' owner qichuang_owner`,
      `create database latin template template0 encoding LATIN1 locale_provider libc locale 'C' owner qichuang_owner`,
    )
    await refuses(inDatabase(server.ownerUrl, 'plain_c'), inDatabase(server.appUrl, 'plain_c'), /LC_CTYPE/)
    await refuses(inDatabase(server.ownerUrl, 'latin'), inDatabase(server.appUrl, 'latin'), /编码是 LATIN1/)
  })

  test('the application works as a role that row-level security binds', async () => {
    await command(
      'create role strong login superuser',
      'create role passing login bypassrls',
      'create role heir login in role qichuang_owner',
      'create role climber login in role passing',
    )
    const { ownerUrl, appUrl, superuserUrl } = server
    await refuses(ownerUrl, ownerUrl, /用了同一个账号 qichuang_owner/)
    await refuses(ownerUrl, asRole(appUrl, 'strong'), /账号 strong 是超级用户或带有 BYPASSRLS/)
    await refuses(ownerUrl, asRole(appUrl, 'passing'), /账号 passing 是超级用户或带有 BYPASSRLS/)
    await refuses(ownerUrl, asRole(appUrl, 'climber'), /账号 climber 是超级用户或带有 BYPASSRLS/)
    await refuses(ownerUrl, asRole(appUrl, 'heir'), /账号 heir 是数据模式的所有者或其成员/)
    await withClient(superuserUrl, (client) => client.query('create schema qichuang authorization qichuang_app'))
    await refuses(ownerUrl, appUrl, /账号 qichuang_app 是数据模式的所有者或其成员/)
    await command('drop schema qichuang')
  })

  test('both roles reach the same database, and the owner may build in it', async () => {
    const { ownerUrl, appUrl } = server
    await refuses(inDatabase(ownerUrl, 'postgres'), appUrl, /qichuang_owner 不能在数据库里建立模式/)
    await refuses(ownerUrl, inDatabase(appUrl, 'postgres'), /指向不同的数据库/)
    await refuses(inDatabase(ownerUrl, 'nowhere'), appUrl, /没有名为 nowhere 的数据库/)
    await refuses(ownerUrl, asRole(appUrl, 'stranger'), /拒绝 DATABASE_URL 的账号 stranger 登录/)
    await refuses('postgresql://one:secret@127.0.0.1:1/base', appUrl, /连不上数据库 127\.0\.0\.1:1\(ECONNREFUSED\)/)
    await refuses('mysql://one@localhost/base', appUrl, /DATABASE_OWNER_URL 不是数据库地址/)
    await refuses(ownerUrl, '', /DATABASE_URL 不是数据库地址/)
  })
})
