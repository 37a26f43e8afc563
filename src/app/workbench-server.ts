import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import serveStatic from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'

export interface WorkbenchOptions {
  /** Folder of the built workbench. */
  folder: string
}

const PREFIX = '/workbench'
/** What the build leaves in index.html for the nonce of each answer; see vite.workbench.config.ts. */
const NONCE_MARK = /__CSP_NONCE__/g

/** Papers are shown from addresses of this page's own making (blob:); everything else comes from here. */
const contentPolicy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    'frame-src blob:',
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    'object-src blob:',
  ].join('; ')

function sendPage(reply: FastifyReply, page: string) {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'private, no-store')
    .header('content-security-policy', contentPolicy(nonce))
    .header('x-robots-tag', 'noindex')
    .send(page.replace(NONCE_MARK, nonce))
}

/**
 * Serves the workbench below /workbench: hashed assets for ever, and for every other address the one page, which finds its
 * way by itself. The page holds nothing of anyone; what it shows it asks from the API with the session of whoever looks.
 */
export const workbench =
  ({ folder }: WorkbenchOptions): FastifyPluginAsync =>
  async (app) => {
    const page = await readFile(join(folder, 'index.html'), 'utf8')
    await app.register(serveStatic, {
      root: join(folder, 'assets'),
      prefix: `${PREFIX}/assets/`,
      immutable: true,
      maxAge: '1y',
      preCompressed: true,
      decorateReply: false,
    })
    app.get(PREFIX, (_request, reply) => sendPage(reply, page))
    app.get(`${PREFIX}/*`, (_request, reply) => sendPage(reply, page))
  }
