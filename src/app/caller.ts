import type { FastifyRequest } from 'fastify'
import { type Actor, anonymous } from '../kernel/access/actor.ts'
import { describeDevice } from '../kernel/identity/device.ts'
import { actorFinder } from '../kernel/identity/sessions.ts'
import type { Channel, Platform } from '../kernel/operations/context.ts'
import { type IncomingFile, isWrite, type Operation } from '../kernel/operations/operation.ts'
import { runOperation } from '../kernel/operations/run.ts'
import { sha256Hex } from '../shared/hash.ts'
import { readDeviceMark, readToken } from './http/session-cookie.ts'
import { channelOf } from './kiosk.ts'

/** Who sent a request, and what its trace and its limits go by. */
export interface Visitor {
  actor: Actor
  traceId: string
  origin: string
  /** By which channel they come, where they are no staff. */
  channel: Channel
  /** What they use, in plain words. */
  device: string | null
  /** What their browser kept from earlier log-ins. */
  deviceMark: string | null
}

/** The one way in for HTTP and for the portal's own pages: the same context, checks and audit for both. */
export interface Caller {
  /** Hears of every write of staff: what everyone may read can be another from then on. */
  onChange(listener: () => void): void
  operations: readonly Operation[]
  recognise(request: FastifyRequest): Promise<Visitor>
  find(name: string): Operation | undefined
  call(
    operation: Operation,
    visitor: Visitor,
    input: unknown,
    options?: { key?: string | undefined; file?: IncomingFile | undefined },
  ): Promise<unknown>
}

export function createCaller(platform: Platform, operations: readonly Operation[]): Caller {
  const byName = new Map(operations.map((operation) => [operation.name, operation]))
  const findActor = actorFinder(platform.db, platform.now)
  const listeners: (() => void)[] = []
  return {
    onChange: (listener) => void listeners.push(listener),
    operations,
    find: (name) => byName.get(name),
    async recognise(request) {
      const token = readToken(request)
      const device = describeDevice(request.headers['user-agent'])
      const actor = token ? await findActor(token) : null
      const channel = channelOf(request)
      const deviceMark = readDeviceMark(request)
      return {
        actor: actor ?? anonymous,
        traceId: request.id,
        origin: sha256Hex(request.ip),
        channel,
        device,
        deviceMark,
      }
    },
    async call(operation, { actor, traceId, origin, channel, device, deviceMark }, input, { key, file } = {}) {
      const output = await runOperation(platform, operation, {
        actor,
        traceId,
        origin,
        device,
        deviceMark,
        input,
        idempotencyKey: key,
        file,
        channel: actor.kind === 'staff' ? 'window' : channel,
      })
      if (isWrite(operation) && actor.kind === 'staff') for (const listener of listeners) listener()
      return output
    },
  }
}
