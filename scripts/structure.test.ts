import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plantTree } from './planted-tree.ts'
import { findStructureProblems } from './structure.ts'

const sound = {
  'src/main.ts': 'start()\n',
  'src/shared/money.ts': `${'export type Fen = number\n'.repeat(400)}`,
  'src/web/ui/tokens.css': ':root {}\n',
  'src/kernel/db/tables.generated.ts': '\n'.repeat(900),
  'src/modules/training/README.md': '# 创业培训 Training\n',
  'src/modules/training/module.ts': "import '../../shared/money.ts'\n",
  'src/modules/training/terms.ts': 'export const terms = {}\n',
  'src/modules/training/rules/class-rule.ts': 'export const classRule = {}\n',
  'src/modules/training/service/enrol-trainee.ts': 'export const enrolTrainee = () => {}\n',
  'src/modules/training/service/enrol-trainee.test.ts': "test('enrols', () => {})\n",
  'src/modules/training/pages/pages.ts': 'export const pages = []\n',
  'src/modules/training/pages/portal/class.tsx': 'export const Class = () => <a href="/workbench">班级</a>\n',
  'src/modules/training/demonstration/classes.json': '[]\n',
  'migrations/0001_people.sql': "create table person (id uuid);\ncomment on table person is 'Natural persons';\n",
  'docs/decisions/0001-one-package.md': '# One package\n',
  'README.md': 'See [the code](src/shared/money.ts) and https://example.com/registry\n',
}

test('a house in order has nothing to report', async (t) => {
  const { read, problems } = await findStructureProblems(await plantTree(t, sound))
  assert.deepEqual(problems, [])
  assert.equal(read, Object.keys(sound).length)
})

const planted: Record<string, { files: Record<string, string>; expect: RegExp[] }> = {
  'a file no module has': {
    files: { 'src/modules/training/types.ts': '', 'src/modules/training/pages/shared/card.tsx': '' },
    expect: [/pages\/shared\/card\.tsx: is not a file/, /types\.ts: is not a file/],
  },
  'a module without its parts': {
    files: { 'src/modules/financing/module.ts': '' },
    expect: [/financing\/README\.md: every module/, /financing\/terms\.ts: every module/],
  },
  'folders that are not in the house': {
    files: { 'src/library/a.ts': '', 'src/kernel/payments/b.ts': '', 'src/modules/lending/module.ts': '' },
    expect: [/src\/kernel\/payments/, /src\/library/, /src\/modules\/lending/],
  },
  'a name that says nothing': {
    files: { 'src/shared/date-utils.ts': '', 'test/helpers/login.ts': '', 'src/shared/commonplace.ts': '' },
    expect: [/date-utils\.ts: is named/, /helpers\/login\.ts: is named/],
  },
  'a file too long': {
    files: { 'src/shared/long.ts': '\n'.repeat(401) },
    expect: [/long\.ts: is longer than 400 lines/],
  },
  'work left undone, with its line': {
    files: { 'src/shared/dates.ts': '\n// TODO: leap years\n', 'docs/architecture.md': 'FIXME\n' },
    expect: [/architecture\.md:1: is unfinished/, /dates\.ts:2: is unfinished/],
  },
  'tests that do not run': {
    files: {
      'test/a.test.ts': "test.only('one', () => {})\nit.skip('two', () => {})\n",
      'test/e2e/b.e2e.ts': "test('three', { skip: true }, () => {})\n",
    },
    expect: [/a\.test\.ts:1: every test/, /a\.test\.ts:2: every test/, /b\.e2e\.ts:1: every test/],
  },
  'a type import the boundary rules miss': {
    files: { 'src/shared/dates.ts': "type Fen = import('./money.ts').Fen\nconst late = import('./money.ts')\n" },
    expect: [/dates\.ts:1: use `import type`/],
  },
  'a gap in the migrations': {
    files: { 'migrations/0003_loans.sql': '', 'migrations/cases.sql': '' },
    expect: [/0003_loans\.sql: number 2 was expected/, /cases\.sql: is not named/],
  },
  'a number given twice': {
    files: { 'docs/decisions/0001-other.md': '', 'docs/decisions/Notes.md': '' },
    expect: [/0001-other\.md: number 2/, /Notes\.md: is not named/],
  },
  'a table without a comment': {
    files: {
      'migrations/0002_loans.sql': "create table if not exists loan (id uuid);\ncomment on table loan is '';\n",
    },
    expect: [/0002_loans\.sql: table loan has no comment/],
  },
  'places of one machine': {
    files: {
      'README.md': '/home/ann/qichuang\nsee ../shared/notes.md\n/srv/home/x\n',
      '.npmrc': `cache=${['', 'root', 'npm'].join('/')}\n`,
    },
    expect: [/\.npmrc:1: names a place/, /README\.md:1: names a place/, /README\.md:2: names a folder outside/],
  },
  'a package registry': {
    files: { 'package-lock.json': `"resolved": "https://${'registry'}.example.com/pg/-/pg-8.tgz"\n` },
    expect: [/package-lock\.json:1: names a package registry/],
  },
}

for (const [what, { files, expect }] of Object.entries(planted)) {
  test(`reported: ${what}`, async (t) => {
    const { problems } = await findStructureProblems(await plantTree(t, { ...sound, ...files }))
    const lines = problems.map(({ file, message }) => `${file}: ${message}`).sort()
    assert.equal(lines.length, expect.length, lines.join('\n'))
    for (const [index, pattern] of expect.entries()) assert.match(lines[index] ?? '', pattern)
  })
}
