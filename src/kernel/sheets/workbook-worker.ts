import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../../shared/errors.ts'
import { readWorkbook } from './workbook.ts'

/** Runs in a thread of its own, with limits on time and memory: a workbook made to hurt hurts nobody else. */
try {
  parentPort?.postMessage({ sheet: await readWorkbook(Buffer.from(workerData as Uint8Array)) })
} catch (error) {
  parentPort?.postMessage(error instanceof Refusal ? { refusal: error.parts } : { fault: String(error) })
}
