import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../bench/load/random.ts'
import type { CaseReceipt } from '../src/kernel/cases/receipt.ts'
import { goodForm, refusal } from '../test/city.ts'
import { pdfFile } from '../test/sample-files.ts'
import { division, type House, type Writer } from './crash-house.ts'

/** A write that the server has said was done. */
export interface Acknowledged {
  accountId: string
  key: string
  operation: string
  caseId: string
  answer: unknown
  traceId: string
}

/** A write refused although everything that it builds on had been acknowledged: something of that was lost. */
class Contradicted extends Error {}

const PATIENCE = 15_000
const PAUSE = 100
const ROUNDS = 8

export class Writers {
  readonly acknowledged: Acknowledged[] = []
  readonly contradictions: string[] = []
  /** How often something was sent, each try of a write. */
  sent = 0
  /** How often a try ended otherwise, by status; 0 where there was no answer. */
  readonly faults = new Map<number, number>()
  /** When what was acknowledged last had been sent, by performance.now(). */
  lastSent = 0
  readonly #house: House
  readonly #address: () => string
  #wanted = true

  constructor(house: House, address: () => string) {
    this.#house = house
    this.#address = address
  }

  /** Lets each of them end the write in hand, until it is acknowledged. */
  stop(): void {
    this.#wanted = false
  }

  async #try(path: string, init: RequestInit): Promise<Response | null> {
    this.sent += 1
    const address = `${this.#address()}/api/v1${path}`
    const signal = AbortSignal.timeout(PATIENCE)
    return fetch(address, { ...init, method: 'POST', signal }).catch(() => null)
  }

  /** Sends a write with one key until it is answered. */
  async write(writer: Writer, operation: string, path: string, body: object | FormData, caseId?: string) {
    const key = randomUUID()
    const json = !(body instanceof FormData)
    const headers = {
      cookie: writer.cookie,
      'idempotency-key': key,
      ...(json ? { 'content-type': 'application/json' } : {}),
    }
    for (;;) {
      const began = performance.now()
      const answered = await this.#try(path, { headers, body: json ? JSON.stringify(body) : body })
      const text = await answered?.text().catch(() => null)
      if (answered?.ok && text) {
        const answer = JSON.parse(text) as CaseReceipt
        const { accountId } = writer
        const traceId = answered.headers.get('x-trace-id') ?? ''
        this.acknowledged.push({ accountId, key, operation, caseId: caseId ?? answer.id, answer, traceId })
        this.lastSent = Math.max(this.lastSent, began)
        return answer
      }
      if (answered && text && answered.status < 500) throw new Contradicted(`${operation}: ${answered.status} ${text}`)
      const status = answered?.status ?? 0
      this.faults.set(status, (this.faults.get(status) ?? 0) + 1)
      await sleep(PAUSE)
    }
  }

  /** One after another of one applicant's loans, from draft through several rounds until it is withdrawn. */
  async work(applicant: Writer, random: Random): Promise<void> {
    while (this.#wanted) {
      try {
        await this.#bring(applicant, random)
      } catch (error) {
        if (!(error instanceof Contradicted)) throw error
        this.contradictions.push(error.message)
        await sleep(PAUSE)
      }
    }
  }

  async #bring(applicant: Writer, random: Random): Promise<void> {
    const { clerk, reviewer } = this.#house
    let loan = (await this.write(applicant, 'loan.open', '/loans', { division })) as CaseReceipt
    const step = async (writer: Writer, name: string, input: object = {}) => {
      const path = `/loans/${loan.id}/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
      loan = await this.write(
        writer,
        `loan.${name}`,
        name === 'saveDraft' ? `/loans/${loan.id}/draft` : path,
        { version: loan.version, ...input },
        loan.id,
      )
    }
    for (const kind of ['identity', 'group', 'licence', 'place', 'plan']) {
      const form = new FormData()
      form.append('kind', kind)
      form.append('file', new Blob([new Uint8Array(pdfFile())]), 'paper.pdf')
      await this.write(applicant, 'paper.add', `/cases/${loan.id}/papers`, form, loan.id)
      if (!this.#wanted) return
    }
    for (let round = 1; round <= ROUNDS; round += 1) {
      // A new round asks for the promise anew.
      await step(applicant, 'saveDraft', { form: goodForm })
      await step(applicant, 'submit')
      if (random.below(3) === 0) {
        await step(clerk, 'askOnce', { gaps: [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }] })
        await step(applicant, 'supply')
      }
      if (random.below(3) > 0) await step(clerk, 'accept')
      await step(loan.state === 'accepted' ? reviewer : clerk, 'reject', refusal)
      await step(applicant, 'reopen')
      if (!this.#wanted) return
    }
    await step(applicant, 'withdraw')
  }
}
