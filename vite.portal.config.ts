import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

/**
 * The portal (门户). Its server bundle carries React and the router inside, built for production: the server that loads it needs
 * neither, and whatever the bundle must share with it as one instance is exported by entry.server.tsx.
 */
export default defineConfig({
  plugins: [reactRouter()],
  publicDir: 'src/app/portal/public',
  define: { 'process.env.NODE_ENV': '"production"' },
  build: { target: 'es2022', assetsInlineLimit: 0 },
  environments: {
    ssr: {
      resolve: { noExternal: true },
      build: { target: 'node24' },
    },
  },
  logLevel: 'warn',
})
