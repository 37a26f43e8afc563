import { defineConfig } from 'vite'

/** Stands for the nonce in index.html; the server puts that of the answer in its place. */
const NONCE = '__CSP_NONCE__'

/** The workbench (工作台): a page of its own below /workbench, drawn in the browser. */
export default defineConfig({
  root: 'src/app/workbench',
  base: '/workbench/',
  html: { cspNonce: NONCE },
  build: {
    outDir: '../../../build/workbench',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    rolldownOptions: {
      // antd marks its files for servers that draw React; here there is none, and each mark would be a warning.
      onLog: (level, log, report) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : report(level, log)),
    },
  },
  logLevel: 'warn',
})
