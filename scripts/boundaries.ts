import { readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import {
  cruise,
  type ICruiseResult,
  type IReachabilityForbiddenRuleType,
  type IRegularForbiddenRuleType,
  type IViolation,
} from 'dependency-cruiser'
import { listFiles, type Problem, reportProblems, root } from './files.ts'
import { browserSafeKernelFiles, kernelFolders } from './layers.ts'

const anyOf = (patterns: readonly string[]) => `(?:${patterns.join('|')})`
const literally = (path: string) => (path.endsWith('/') ? path : `${path.replaceAll('.', '\\.')}$`)

const test = '\\.test\\.tsx?$'
const shared = '^src/shared/'
const kernel = '^src/kernel/'
const web = '^src/web/'
const app = '^src/app/'
const workbenchApp = '^src/app/workbench/'
const modules = '^src/modules/'
const pages = '^src/modules/[^/]+/pages/'
const pureModuleFiles = '^src/modules/[^/]+/(?:(?:schema|flow|terms)\\.ts$|schema/)'
const browserSafeKernel = `^src/kernel/${anyOf(browserSafeKernelFiles.map(literally))}`
/** What app/ adds to the faces; bundled for the browser like them. */
const appFaces = '^src/app/(?:portal|workbench)/'
const kernelOperations = '^src/kernel/[^/]+/operations\\.ts$'
const server = '^src/(?:main\\.ts|shared/|kernel/|app/(?!portal/|workbench/)|modules/[^/]+/(?!pages/))'
/** Runs on the server, though it lies among the faces. */
const serverEntry = '\\.server\\.tsx?$'

type Rule = IRegularForbiddenRuleType | IReachabilityForbiddenRuleType

const kernelOrder = kernelFolders.map(
  (folder, index): Rule => ({
    name: `kernel-order-${folder}`,
    comment: `${folder} comes before the folder it imports`,
    from: { path: `^src/kernel/${folder}/`, pathNot: [test, kernelOperations] },
    to: { path: `^src/kernel/${anyOf([...kernelFolders.slice(index + 1).map((later) => `${later}/`), '[^/]+$'])}` },
  }),
)

const layers: Rule[] = [
  {
    name: 'shared-imports-nothing',
    comment: 'src/shared stands below everything',
    from: { path: shared, pathNot: test },
    to: { path: '^(?:src|test|scripts)/', pathNot: shared },
  },
  {
    name: 'kernel-imports-shared-and-kernel',
    comment: 'the kernel knows neither modules nor faces',
    from: { path: kernel, pathNot: test },
    to: { path: '^src/', pathNot: [shared, kernel] },
  },
  {
    name: 'kernel-operations-for-app',
    comment: 'a kernel folder’s operations.ts is imported by src/app alone',
    from: { path: '^src/', pathNot: [app, test] },
    to: { path: kernelOperations },
  },
  {
    name: 'app-imported-by-none',
    comment: 'src/app is the composition root; only src/main.ts starts it',
    from: { path: '^src/', pathNot: [app, test, '^src/main\\.ts$'] },
    to: { path: app },
  },
  {
    name: 'source-imports-source',
    comment: 'what runs does not import tests, benchmarks or scripts; src/main.ts and src/app may build the faces',
    from: { path: '^src/', pathNot: test },
    to: { path: '^(?:test|scripts|bench|experiments)/|\\.test\\.tsx?$', pathNot: '^scripts/build\\.ts$' },
  },
  {
    name: 'build-for-app',
    comment: 'only src/main.ts and src/app build the faces',
    from: { path: '^src/', pathNot: [app, '^src/main\\.ts$'] },
    to: { path: '^scripts/build\\.ts$' },
  },
]

const ofModules: Rule[] = [
  {
    name: 'modules-apart',
    comment: 'listen to the other module’s event, keep a reference, or compose the two in src/app',
    from: { path: '^src/modules/([^/]+)/' },
    to: { path: modules, pathNot: '^src/modules/$1/' },
  },
  {
    name: 'modules-import-shared-and-kernel',
    comment: 'only a module’s pages know the faces',
    from: { path: modules, pathNot: [pages, test] },
    to: { path: '^src/', pathNot: [shared, kernel, modules] },
  },
  {
    name: 'modules-without-their-pages',
    comment: 'pages import the module, not the other way round',
    from: { path: modules, pathNot: [pages, test] },
    to: { path: pages },
  },
  {
    name: 'pure-module-files',
    comment: 'schema.ts, flow.ts and terms.ts are read by server and browser alike',
    from: { path: pureModuleFiles },
    to: { path: '^src/', pathNot: [shared, browserSafeKernel, pureModuleFiles] },
  },
  {
    name: 'pages-import',
    comment:
      'a page imports web, shared, browser-safe kernel files and its own module’s schema.ts, flow.ts and terms.ts',
    from: { path: pages, pathNot: test },
    to: { path: '^src/', pathNot: [shared, web, browserSafeKernel, pages, pureModuleFiles] },
  },
  {
    name: 'module-by-its-door',
    comment: 'src/app takes module.ts, flow.ts, terms.ts and pages/pages.ts of a module',
    from: { path: app, pathNot: [test, workbenchApp] },
    to: { path: modules, pathNot: '^src/modules/[^/]+/(?:module|flow|terms|pages/pages)\\.ts$' },
  },
  {
    name: 'workbench-by-its-pages',
    comment: 'src/app/workbench composes the pages of the modules, which it loads one by one',
    from: { path: workbenchApp, pathNot: test },
    to: { path: modules, pathNot: '^src/modules/[^/]+/(?:flow\\.ts|terms\\.ts|pages/pages\\.ts|pages/workbench/)' },
  },
]

const ofFaces: Rule[] = [
  {
    name: 'web-imports',
    comment: 'src/web imports src/shared and browser-safe kernel files',
    from: { path: web, pathNot: test },
    to: { path: '^src/', pathNot: [shared, web, browserSafeKernel] },
  },
  {
    name: 'app-faces-import',
    comment: 'the faces’ part of src/app imports what src/web may, and the modules’ pages',
    from: { path: appFaces, pathNot: test },
    to: { path: '^src/', pathNot: [shared, web, browserSafeKernel, appFaces, pages, pureModuleFiles] },
  },
  {
    name: 'browser-safe-kernel',
    comment: 'browser-safe kernel files import only each other and src/shared',
    from: { path: browserSafeKernel, pathNot: test },
    to: { path: '^src/', pathNot: [shared, browserSafeKernel] },
  },
  {
    name: 'browser-reaches-node',
    comment: 'a browser has no Node modules',
    from: { path: [web, pages, appFaces, pureModuleFiles, browserSafeKernel], pathNot: [test, serverEntry] },
    to: { path: `^(?:node:.+|${anyOf(builtinModules)})$`, reachable: true },
  },
  {
    name: 'workbench-parts',
    comment: 'antd and its company never enter the portal',
    from: { path: '^src/', pathNot: ['^src/(?:web|app)/workbench/', '^src/modules/[^/]+/pages/workbench/'] },
    to: { path: '^node_modules/(?:antd|@ant-design|@tanstack)/' },
  },
  {
    name: 'server-without-tsx',
    comment: 'Node strips types but reads no .tsx',
    from: { path: server, pathNot: test },
    to: { path: '\\.tsx$' },
  },
]

const everywhere: Rule[] = [
  { name: 'no-circles', comment: 'no import leads back to itself, types included', from: {}, to: { circular: true } },
  {
    name: 'resolvable',
    comment: 'an import that leads nowhere escapes these rules',
    from: { path: '^(?:src|test|scripts)/' },
    to: { couldNotResolve: true, pathNot: ['^virtual:', '/\\+types/', '\\?'] },
  },
  {
    name: 'runs-without-development-parts',
    comment: 'what the server runs stands under dependencies',
    from: { path: server, pathNot: test },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
]

const forbidden: Rule[] = [...layers, ...kernelOrder, ...ofModules, ...ofFaces, ...everywhere].map((rule) => ({
  ...rule,
  severity: 'error',
}))

/**
 * Reads all imports below a folder laid out like this project (type imports included) and returns what breaks the layers.
 * A file whose imports the parser did not see is itself a problem: beside TypeScript 7 dependency-cruiser reads nothing unless
 * told to parse with swc, and says that all is well.
 */
export async function findBoundaryViolations(folder: string): Promise<{ read: number; problems: Problem[] }> {
  const sources = await listFiles(folder, /^(?:src|test|scripts|bench|experiments)\/.*\.tsx?$/)
  const { output } = await cruise(sources, {
    baseDir: folder,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: 'node_modules',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    validate: true,
    ruleSet: { forbidden },
  })
  if (typeof output === 'string') throw new Error(output)
  const unread = await findUnread(folder, sources, output)
  return { read: sources.length - unread.length, problems: [...unread, ...output.summary.violations.map(describe)] }
}

const anyImport = /^(?:import (?!\()|export (?:type )?[{*][^'"]* from )/m

async function findUnread(folder: string, sources: string[], result: ICruiseResult): Promise<Problem[]> {
  const seen = new Map(result.modules.map((module) => [module.source, module.dependencies.length]))
  const problems: Problem[] = []
  for (const file of sources) {
    const text = await readFile(join(folder, file), 'utf8')
    if (anyImport.test(text) && !seen.get(file)) problems.push({ file, message: 'its imports were not read' })
  }
  return problems
}

function describe({ rule, from, to, cycle, via }: IViolation): Problem {
  const steps = (cycle ?? via)?.map((step) => step.name) ?? [to]
  const comment = forbidden.find((candidate) => candidate.name === rule.name)?.comment
  return { file: from, message: `${rule.name}: imports ${steps.join(' → ')} (${comment})` }
}

if (import.meta.main) {
  const { read, problems } = await findBoundaryViolations(root)
  reportProblems(problems, `${read} files read`)
}
