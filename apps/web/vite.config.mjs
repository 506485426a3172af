import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import path from 'node:path';

const here = import.meta.dirname;
const sdk = path.join(here, '../../packages/sdk/src/index.ts');
/** What the API answers by itself; everything else is the studio's. */
const API_PATHS = ['/v1', '/api', '/a/', '/webhooks', '/docs', '/openapi.json', '/health', '/metrics'];

/** @type {import('vite').UserConfig} */
export default {
  root: here,
  resolve: { alias: { '@kadr/sdk': sdk } },
  plugins: [react(), tailwindcss()],
  build: {
    // Not `assets`: that is what the API calls the media library.
    assetsDir: '_studio',
    outDir: path.join(here, '../../dist/apps/web'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // A picture within a stylesheet or script would be sent again with each change of those.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      API_PATHS.map((prefix) => [prefix, { target: process.env.KADR_URL ?? 'http://localhost:3000', changeOrigin: false }]),
    ),
  },
};
