import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { StartProblem } from '../kernel/db/start-problem.ts'
import { readSignOnProviders } from './sign-on-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'qichuang-sign-on-'))
after(() => rmSync(folder, { recursive: true }))
const secretFile = join(folder, 'secret')
writeFileSync(secretFile, 'a secret\n')

const publicAddress = 'https://qichuang.example.cn'
const hubei = {
  SIGN_ON: 'hubei',
  SIGN_ON_HUBEI_NAME: '省账号',
  SIGN_ON_HUBEI_SERVES: 'persons',
  SIGN_ON_HUBEI_ISSUER: 'https://sso.example.cn',
  SIGN_ON_HUBEI_CLIENT_ID: 'qichuang',
  SIGN_ON_HUBEI_SECRET_FILE: secretFile,
}

test('a provider with what it vouches for', () => {
  const more = {
    SIGN_ON_HUBEI_PHONE: 'verified',
    SIGN_ON_HUBEI_ASSURANCE: 'level=3,4',
    SIGN_ON_HUBEI_NUMBER_CLAIM: 'paper_number',
  }
  assert.deepEqual(readSignOnProviders({ ...hubei, ...more }, publicAddress), [
    {
      id: 'hubei',
      name: '省账号',
      serves: 'person',
      issuer: 'https://sso.example.cn',
      clientId: 'qichuang',
      clientSecret: 'a secret',
      scope: 'openid profile phone',
      vouchesForPhone: true,
      realName: { assurance: { claim: 'level', values: ['3', '4'] }, name: 'name', number: 'paper_number', kind: null },
    },
  ])
  assert.deepEqual(readSignOnProviders({}, null), [])
})

test('a provider vouches for nothing unless it is said so', () => {
  const [provider] = readSignOnProviders(hubei, publicAddress)
  assert.deepEqual([provider?.vouchesForPhone, provider?.realName], [false, null])
})

test('what cannot be meant is told in one sentence that names it', () => {
  const cells: [Record<string, string | undefined>, RegExp][] = [
    [{ SIGN_ON: 'Hubei' }, /SIGN_ON 里的“Hubei”不能用/],
    [{ SIGN_ON_HUBEI_SERVES: 'all' }, /SIGN_ON_HUBEI_SERVES 应是 persons 或 staff/],
    [{ SIGN_ON_HUBEI_NAME: undefined }, /缺少 SIGN_ON_HUBEI_NAME/],
    [{ SIGN_ON_HUBEI_ISSUER: 'sso' }, /SIGN_ON_HUBEI_ISSUER 应是一个网址/],
    [{ SIGN_ON_HUBEI_SECRET_FILE: join(folder, 'none') }, /SIGN_ON_HUBEI_SECRET_FILE 指的文件/],
    [{ SIGN_ON_HUBEI_ASSURANCE: 'high' }, /SIGN_ON_HUBEI_ASSURANCE 应写成“声明=值”/],
  ]
  for (const [more, sentence] of cells) {
    assert.throws(
      () => readSignOnProviders({ ...hubei, ...more }, publicAddress),
      (error) => error instanceof StartProblem && sentence.test(error.message),
    )
  }
  assert.throws(() => readSignOnProviders(hubei, null), /PUBLIC_ADDRESS/)
})
