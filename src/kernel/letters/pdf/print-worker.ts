import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import pdfmake from 'pdfmake'
import { layoutLetter } from './layout.ts'
import type { PrintAnswer, PrintRequest } from './printer.ts'

/** pdfmake keeps fonts in a file system of its own, which its types leave out. */
const { virtualfs } = pdfmake as unknown as { virtualfs: { writeFileSync(name: string, bytes: Buffer): void } }
const require = createRequire(import.meta.url)

const faces = {
  regular: require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
}
for (const [name, path] of Object.entries(faces)) virtualfs.writeFileSync(name, readFileSync(path))
pdfmake.setFonts({ Noto: { normal: 'regular', bold: 'bold', italics: 'regular', bolditalics: 'bold' } })
// A letter holds everything it needs: nothing is fetched, no other file is read.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy(() => false)

async function answer({ id, job }: PrintRequest): Promise<PrintAnswer> {
  try {
    const pdf = await pdfmake.createPdf(layoutLetter(job)).getBuffer()
    return { id, pdf }
  } catch (error) {
    return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort?.on('message', async (request: PrintRequest) => parentPort?.postMessage(await answer(request)))
