import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { root } from './files.ts'

const folder = join(root, 'deploy', 'systemd')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const valuesOf = (unit: string, key: string) =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map((found) => found[1] ?? '')

const hardened = {
  NoNewPrivileges: 'true',
  ProtectSystem: 'strict',
  ProtectHome: 'true',
  PrivateDevices: 'true',
  CapabilityBoundingSet: '',
  User: 'qichuang',
}

describe('the units for systemd', () => {
  for (const name of ['qichuang.service', 'qichuang-backup.service']) {
    it(`${name} runs what is there, as an account of its own that can write little`, () => {
      const unit = read(name)
      for (const [key, value] of Object.entries(hardened)) assert.deepEqual(valuesOf(unit, key), [value], key)
      assert.deepEqual(valuesOf(unit, 'ReadWritePaths'), ['/var/lib/qichuang /var/backups/qichuang'])
      for (const command of valuesOf(unit, 'ExecStart')) {
        const script = command.split(' ').find((part) => part.endsWith('.ts')) ?? ''
        assert.ok(existsSync(join(root, script.replace('/opt/qichuang/', ''))), command)
      }
    })
  }

  it('stop the server alone, which stops its database, and give it the time for it', () => {
    const unit = read('qichuang.service')
    assert.deepEqual([valuesOf(unit, 'KillMode'), valuesOf(unit, 'TimeoutStopSec')], [['mixed'], ['60']])
  })

  it('back up every night', () => {
    assert.deepEqual(valuesOf(read('qichuang-backup.timer'), 'OnCalendar'), ['*-*-* 02:30:00'])
  })
})
