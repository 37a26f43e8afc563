import { terms } from '../src/app/modules.ts'

const cell = (text: string | undefined) => (text ?? '').replaceAll('|', '\\|')

/** The glossary page: every word of kernel and modules, one English word for one Chinese term. */
export async function generateGlossary(): Promise<string> {
  const rows = Object.entries(terms)
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([key, { zh, meaning, source }]) => `| ${key} | ${cell(zh)} | ${cell(meaning)} | ${cell(source)} |`)
  return [
    '# Glossary 术语表',
    '',
    'Generated from the `terms.ts` of the kernel and of each module by `npm run generate`. Labels in the interface, the API',
    'document and the code use these words and no others.',
    '',
    '| English | 中文 | meaning | source |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
