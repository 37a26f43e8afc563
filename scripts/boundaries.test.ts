import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { findBoundaryViolations } from './boundaries.ts'
import { plantTree } from './planted-tree.ts'

/** A house in order: each layer imports what it may. */
const sound = {
  'package.json': '{ "type": "module", "dependencies": { "pg": "8" }, "devDependencies": { "antd": "6" } }',
  'node_modules/pg/package.json': '{ "name": "pg", "exports": "./index.js" }',
  'node_modules/pg/index.js': '',
  'node_modules/antd/package.json': '{ "name": "antd", "exports": "./index.js" }',
  'node_modules/antd/index.js': '',
  'src/main.ts': "import './app/server.ts'",
  'src/shared/money.ts': 'export type Fen = number',
  'src/kernel/db/connect.ts':
    "import { Socket } from 'node:net'\nimport pg from 'pg'\nexport const db = [pg, new Socket()]",
  'src/kernel/divisions/division.ts': 'export type DivisionCode = string',
  'src/kernel/divisions/operations.ts': "import { act } from '../cases/act.ts'\nexport const operations = [act]",
  'src/kernel/cases/flow.ts': "import type { Fen } from '../../shared/money.ts'\nexport type Flow = Fen",
  'src/kernel/cases/act.ts': "import { db } from '../db/connect.ts'\nexport const act = db",
  'src/kernel/cases/act.test.ts': "import { server } from '../../app/server.ts'\nserver()",
  'src/web/workbench/table.tsx': "export { Table } from 'antd'",
  'src/app/workbench/main.tsx': "import { pages } from '../../modules/financing/pages/pages.ts'\npages[0]()",
  'src/web/ui/button.tsx': 'export const Button = () => <button type="button">提交申请</button>',
  'src/modules/financing/schema.ts':
    "import type { Fen } from '../../shared/money.ts'\nexport type Loan = { amount: Fen }",
  'src/modules/financing/flow.ts':
    "import type { Flow } from '../../kernel/cases/flow.ts'\nimport type { Loan } from './schema.ts'\nexport type LoanFlow = [Flow, Loan]",
  'src/modules/financing/service.ts': "import { act } from '../../kernel/cases/act.ts'\nexport const acceptLoan = act",
  'src/modules/financing/module.ts':
    "import { acceptLoan } from './service.ts'\nexport const financing = { acceptLoan }",
  'src/modules/financing/pages/pages.ts': "export const pages = [() => import('./portal/loan.tsx')]",
  'src/modules/financing/pages/portal/loan.tsx':
    "import { Button } from '../../../../web/ui/button.tsx'\nimport type { LoanFlow } from '../../flow.ts'\nexport const Loan = (_: { flow: LoanFlow }) => <Button />",
  'src/modules/training/module.ts': 'export const training = {}',
  'src/app/server.ts':
    "import { operations } from '../kernel/divisions/operations.ts'\nimport { financing } from '../modules/financing/module.ts'\nexport const server = () => [operations, financing]",
}

/** The names of the rules that a house with these files broken reports, with the file at fault. */
async function reported(t: TestContext, broken: Readonly<Record<string, string>>): Promise<string[]> {
  const { problems } = await findBoundaryViolations(await plantTree(t, { ...sound, ...broken }))
  return problems.map(({ file, message }) => `${file} ${message.split(':')[0]}`)
}

test('a house in order is read whole and reports nothing', async (t) => {
  const { read, problems } = await findBoundaryViolations(await plantTree(t, sound))
  assert.deepEqual(problems, [])
  assert.equal(read, Object.keys(sound).filter((path) => path.startsWith('src/')).length)
})

const planted: Record<string, { files: Record<string, string>; expect: string[] }> = {
  'shared imports the kernel': {
    files: { 'src/shared/dates.ts': "import type { Flow } from '../kernel/cases/flow.ts'\nexport type Dated = Flow" },
    expect: ['src/shared/dates.ts shared-imports-nothing'],
  },
  'a kernel folder imports a later one, by type only': {
    files: { 'src/kernel/audit/entry.ts': "import type { Flow } from '../cases/flow.ts'\nexport type Entry = Flow" },
    expect: ['src/kernel/audit/entry.ts kernel-order-audit'],
  },
  'a kernel folder’s operations are imported outside app': {
    files: {
      'src/modules/training/service.ts':
        "import { operations } from '../../kernel/divisions/operations.ts'\nexport default operations",
    },
    expect: ['src/modules/training/service.ts kernel-operations-for-app'],
  },
  'the kernel imports a module': {
    files: {
      'src/kernel/search/index.ts':
        "import { training } from '../../modules/training/module.ts'\nexport default training",
    },
    expect: ['src/kernel/search/index.ts kernel-imports-shared-and-kernel'],
  },
  'a module imports another': {
    files: {
      'src/modules/training/service.ts':
        "export { acceptLoan } from '../financing/service.ts'\nexport const enrol = async () => import('../financing/module.ts')",
    },
    expect: ['src/modules/training/service.ts modules-apart', 'src/modules/training/service.ts modules-apart'],
  },
  'a module’s service imports a face': {
    files: {
      'src/modules/training/service.ts': "import { Button } from '../../web/ui/button.tsx'\nexport default Button",
    },
    expect: [
      'src/modules/training/service.ts modules-import-shared-and-kernel',
      'src/modules/training/service.ts server-without-tsx',
    ],
  },
  'a page imports its module’s service': {
    files: {
      'src/modules/financing/pages/workbench/loans.tsx':
        "import { acceptLoan } from '../../service.ts'\nexport const Loans = () => <p>{String(acceptLoan)}</p>",
    },
    expect: [
      'src/modules/financing/pages/workbench/loans.tsx browser-reaches-node',
      'src/modules/financing/pages/workbench/loans.tsx pages-import',
    ],
  },
  'a flow imports what the browser cannot have': {
    files: {
      'src/modules/training/flow.ts':
        "import type { act } from '../../kernel/cases/act.ts'\nexport type F = typeof act",
    },
    expect: ['src/modules/training/flow.ts browser-reaches-node', 'src/modules/training/flow.ts pure-module-files'],
  },
  'web imports a module': {
    files: {
      'src/web/case/timeline.tsx':
        "import type { LoanFlow } from '../../modules/financing/flow.ts'\nexport const Timeline = (_: { flow: LoanFlow }) => <ol />",
    },
    expect: ['src/web/case/timeline.tsx web-imports'],
  },
  'web imports a kernel file that is not browser-safe': {
    files: { 'src/web/api/client.ts': "import { act } from '../../kernel/cases/act.ts'\nexport const client = act" },
    expect: ['src/web/api/client.ts browser-reaches-node', 'src/web/api/client.ts web-imports'],
  },
  'shared brings Node into the browser': {
    files: {
      'src/shared/hash.ts': "export { createHash } from 'node:crypto'",
      'src/web/ui/mark.tsx':
        "import { createHash } from '../../shared/hash.ts'\nexport const Mark = () => <i>{createHash.name}</i>",
    },
    expect: ['src/web/ui/mark.tsx browser-reaches-node'],
  },
  'app reaches behind a module’s door': {
    files: { 'src/app/routes.ts': "export { acceptLoan } from '../modules/financing/service.ts'" },
    expect: ['src/app/routes.ts module-by-its-door'],
  },
  'a module imports app': {
    files: { 'src/modules/training/service.ts': "export { server } from '../../app/server.ts'" },
    expect: [
      'src/modules/training/service.ts app-imported-by-none',
      'src/modules/training/service.ts modules-import-shared-and-kernel',
    ],
  },
  'a face starts the server': {
    files: {
      'src/app/portal/root.tsx':
        "import { server } from '../server.ts'\nexport const Root = () => <p>{server.name}</p>",
    },
    expect: ['src/app/portal/root.tsx app-faces-import', 'src/app/portal/root.tsx browser-reaches-node'],
  },
  'a workbench part enters the portal, and a development part the server': {
    files: {
      'src/web/portal/page.tsx': "export { Table } from 'antd'",
      'src/app/tables.ts': "export { Table } from 'antd'",
    },
    expect: [
      'src/app/tables.ts runs-without-development-parts',
      'src/app/tables.ts workbench-parts',
      'src/web/portal/page.tsx workbench-parts',
    ],
  },
  'types go in a circle': {
    files: {
      'src/kernel/parties/party.ts': "import type { Fact } from './fact.ts'\nexport type Party = Fact[]",
      'src/kernel/parties/fact.ts': "import type { Party } from './party.ts'\nexport interface Fact { of: Party }",
    },
    expect: ['src/kernel/parties/fact.ts no-circles'],
  },
  'an import leads nowhere': {
    files: { 'src/kernel/parties/party.ts': "import type { Fact } from './fact.ts'\nexport type Party = Fact[]" },
    expect: ['src/kernel/parties/party.ts resolvable'],
  },
}

for (const [what, { files, expect }] of Object.entries(planted)) {
  test(`reported: ${what}`, async (t) => {
    assert.deepEqual((await reported(t, files)).sort(), expect)
  })
}
