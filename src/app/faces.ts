import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyPluginAsync } from 'fastify'
import type { Caller } from './caller.ts'
import { keepPages } from './kept-pages.ts'
import { createPortalApi } from './portal-api.ts'
import { loadPortalBuild, portal } from './portal-server.ts'
import { workbench } from './workbench-server.ts'

const buildFolder = fileURLToPath(new URL('../../build', import.meta.url))

/** The two faces as they were built; without a build (tests of the API alone) there are none. */
export async function loadFaces(caller: Caller, kioskIdleSeconds?: number): Promise<readonly FastifyPluginAsync[]> {
  if (!existsSync(join(buildFolder, 'portal', 'server', 'index.js'))) return []
  const keptPages = keepPages()
  caller.onChange(() => keptPages.drop())
  const portalFace = portal({
    keptPages,
    clientFolder: join(buildFolder, 'portal', 'client'),
    serverBuild: await loadPortalBuild(join(buildFolder, 'portal')),
    makeApi: (request, nonce) => createPortalApi(caller, request, nonce),
    ...(kioskIdleSeconds === undefined ? {} : { kioskIdleSeconds }),
  })
  return [workbench({ folder: join(buildFolder, 'workbench') }), portalFace]
}
