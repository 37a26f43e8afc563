import type { KyselyPlugin, PluginTransformQueryArgs, RootOperationNode } from 'kysely'
import type { Db } from '../src/kernel/db/connect.ts'

const ADVISORY = 'select pg_advisory_xact_lock('

function withoutLock(node: RootOperationNode): RootOperationNode {
  if (node.kind === 'SelectQueryNode' && node.endModifiers) {
    const { endModifiers: _, ...rest } = node
    return rest
  }
  if (node.kind === 'RawNode' && node.sqlFragments[0]?.startsWith(ADVISORY)) {
    return {
      ...node,
      sqlFragments: [node.sqlFragments[0].replace(ADVISORY, 'select concat('), ...node.sqlFragments.slice(1)],
    }
  }
  return node
}

const plugin: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs) => withoutLock(node),
  transformResult: async ({ result }) => result,
}

/** The same database, on which nothing that is asked for is locked. */
export const unlocked = (db: Db): Db => db.withPlugin(plugin)
