import type { Config } from '@react-router/dev/config'

export default {
  appDirectory: 'src/app/portal',
  buildDirectory: 'build/portal',
  serverModuleFormat: 'esm',
  ssr: true,
  routeDiscovery: { mode: 'initial' },
} satisfies Config
