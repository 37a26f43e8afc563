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
  },
  logLevel: 'warn',
})
