import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { listFiles, type Problem, reportProblems, root } from './files.ts'
import { kernelFolders, moduleNames, webFolders } from './layers.ts'

interface SourceFile {
  path: string
  text: string
}

type Rule = (files: readonly SourceFile[]) => Problem[]

const textFile = /\.(?:tsx?|mjs|css|sql|md|json|sh|ya?ml|html|svg)$|(?:^|\/)\.[^/.]+$|^\.ci\//
const code = /\.tsx?$/
const generated = /\.generated\.tsx?$/
const maximumLines = 400

/** Says the same of every file whose path or text matches. */
const eachFile =
  (applies: (file: SourceFile) => boolean, message: string): Rule =>
  (files) =>
    files.filter(applies).map((file) => ({ file: file.path, message }))

/** Says the same of every line that matches, with its number. */
const eachLine =
  (paths: RegExp, line: RegExp, message: string): Rule =>
  (files) =>
    files
      .filter((file) => paths.test(file.path) && !speaksOfRules.has(file.path))
      .flatMap((file) =>
        file.text.split('\n').flatMap((text, index) => {
          return line.test(text) ? [{ file: `${file.path}:${index + 1}`, message }] : []
        }),
      )

/** These two name what they forbid. */
const speaksOfRules = new Set(['scripts/structure.ts', 'scripts/structure.test.ts'])

const anyOf = (names: readonly string[]) => `(?:${names.join('|')})`

const sourcePlaces = new RegExp(
  `^src/(?:main\\.ts$|shared/|app/|kernel/(?:${anyOf(kernelFolders)}/|module\\.ts$)|modules/${anyOf(moduleNames)}/|web/(?:${anyOf(webFolders)}/|[^/]+$))`,
)

const moduleVocabulary = new RegExp(
  `^src/modules/[^/]+/${anyOf([
    'README\\.md$',
    `${anyOf(['module', 'flow', 'letters', 'terms', 'events', 'schema', 'rules', 'store', 'service', 'operations', 'seed'])}\\.ts$`,
    '(?:schema|service|store|rules)/[a-z0-9-]+\\.ts$',
    'demonstration/',
    'pages/pages\\.ts$',
    'pages/(?:portal|workbench|components)/[a-z0-9-]+\\.(?:tsx?|css)$',
    '(?:.+/)?[a-z0-9-]+\\.test\\.tsx?$',
  ])}`,
)

const moduleParts: Rule = (files) => {
  const present = new Set(files.map((file) => file.path))
  return moduleNames
    .filter((name) => files.some((file) => file.path.startsWith(`src/modules/${name}/`)))
    .flatMap((name) => ['README.md', 'module.ts', 'terms.ts'].map((part) => `src/modules/${name}/${part}`))
    .filter((path) => !present.has(path))
    .map((file) => ({ file, message: 'every module has this file' }))
}

const vagueNames = /(?:^|[/.-])(?:util|utils|helper|helpers|common|manager|misc)(?=[/.-]|$)/i

/** Files named NNNN…, numbered from 0001 on without gaps or doubles. */
const numbered =
  (folder: string, name: RegExp, form: string): Rule =>
  (files) => {
    const paths = files.map((file) => file.path).filter((path) => path.startsWith(`${folder}/`))
    const named = paths.filter((path) => name.test(basename(path)))
    return [
      ...paths.filter((path) => !named.includes(path)).map((file) => ({ file, message: `is not named ${form}` })),
      ...named
        .map((file, index) => ({ file, number: Number(basename(file).slice(0, 4)), expected: index + 1 }))
        .filter(({ number, expected }) => number !== expected)
        .slice(0, 1)
        .map(({ file, expected }) => ({ file, message: `number ${expected} was expected here` })),
    ]
  }

const commentedTables: Rule = (files) => {
  const migrations = files.filter((file) => file.path.startsWith('migrations/') && file.path.endsWith('.sql'))
  const commented = new Set(
    migrations
      .flatMap((file) => [...file.text.matchAll(/comment on table\s+([\w".]+)\s+is\s+'[^']/gi)])
      .map((m) => m[1]),
  )
  return migrations.flatMap((file) =>
    [...file.text.matchAll(/^\s*create (?:unlogged )?table (?:if not exists )?([\w".]+)(?!\s+partition of)/gim)]
      .filter((match) => !commented.has(match[1]))
      .map((match) => ({ file: file.path, message: `table ${match[1]} has no comment` })),
  )
}

const rules: Rule[] = [
  eachFile((file) => file.path.startsWith('src/') && !sourcePlaces.test(file.path), 'this folder is not in the house'),
  eachFile(
    (file) => file.path.startsWith('src/modules/') && !moduleVocabulary.test(file.path),
    'is not a file that a module has',
  ),
  moduleParts,
  eachFile((file) => vagueNames.test(file.path), 'is named after nothing in particular: say what it is for'),
  eachFile(
    (file) => code.test(file.path) && !generated.test(file.path) && file.text.split('\n').length > maximumLines + 1,
    `is longer than ${maximumLines} lines`,
  ),
  eachLine(/./, /\b(?:TODO|FIXME|XXX)\b/, 'is unfinished: do it, or open an issue'),
  eachLine(
    /\.(?:test|e2e)\.tsx?$/,
    /\b(?:test|it|describe|suite|t|context)\.(?:only|skip|todo)\b|[{,]\s*(?:only|skip|todo)\s*:/,
    'every test runs, always',
  ),
  eachLine(
    code,
    /\bimport\(\s*['"][^'"]+['"]\s*\)\.[A-Z]/,
    'use `import type`; the boundary rules do not see this form',
  ),
  numbered('migrations', /^\d{4}_[a-z0-9_]+\.sql$/, 'NNNN_name.sql'),
  numbered('docs/decisions', /^\d{4}-[a-z0-9-]+\.md$/, 'NNNN-title.md'),
  commentedTables,
  eachLine(/./, /(?<![\w./-])\/(?:home|root|work|Users)\/\w/, 'names a place on one machine only'),
  eachLine(/^(?!src\/)/, /(?<![\w./])\.\.\/shared\//, 'names a folder outside the project'),
  eachLine(
    /./,
    /https?:\/\/[^\s/'"]*\bregistry\b|https?:\/\/[^\s'"]*\/npm\/[^\s'"]*\.tgz/i,
    'names a package registry',
  ),
]

/** Checks what files there are, how they are named and what their text may not hold; see `rules` for the list. */
export async function findStructureProblems(folder: string): Promise<{ read: number; problems: Problem[] }> {
  const paths = await listFiles(folder)
  const files = await Promise.all(
    paths.map(async (path) => ({
      path,
      text: textFile.test(path) ? await readFile(join(folder, path), 'utf8') : '',
    })),
  )
  return { read: files.length, problems: rules.flatMap((rule) => rule(files)) }
}

if (import.meta.main) {
  const { read, problems } = await findStructureProblems(root)
  reportProblems(problems, `${read} files`)
}
