import type { FastifyPluginAsync } from 'fastify'

export interface WorkbenchOptions {
  folder: string
}

/** Provisional until the workbench's own is laid over it. */
export const workbench =
  ({ folder: _ }: WorkbenchOptions): FastifyPluginAsync =>
  async () => {}
