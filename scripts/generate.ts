import './require-node.js'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Problem, reportProblems, root } from './files.ts'
import { generateCalendar } from './generate-calendar.ts'
import { flowCharts } from './generate-flow-charts.ts'
import { generateGlossary } from './generate-glossary.ts'
import { generateOperations } from './generate-operations.ts'
import { generateTables } from './generate-tables.ts'

interface Generator {
  /** Path from the project's folder. */
  file: string
  /** The file's whole text, also where only a part of it is generated. */
  make(): Promise<string>
}

const generators: readonly Generator[] = [
  { file: 'src/kernel/db/tables.generated.ts', make: generateTables },
  { file: 'src/kernel/calendar/snapshot.generated.ts', make: generateCalendar },
  { file: 'src/web/api/operations.generated.ts', make: generateOperations },
  { file: 'docs/glossary.md', make: generateGlossary },
  ...flowCharts,
]

/** Writes every generated file anew, or with `--check` only names those that are not what they would be. */
async function regenerate(check: boolean): Promise<Problem[]> {
  const stale: Problem[] = []
  for (const { file, make } of generators) {
    const path = join(root, file)
    const text = await make()
    if (!check) await writeFile(path, text)
    else if (text !== (await readFile(path, 'utf8').catch(() => undefined))) {
      stale.push({ file, message: 'is not what its source gives now: run npm run generate' })
    }
  }
  return stale
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
reportProblems(await regenerate(values.check), `${generators.length} generated files up to date`)
