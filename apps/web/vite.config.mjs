import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import path from 'node:path';

const here = import.meta.dirname;
const sdk = path.join(here, '../../packages/sdk/src/index.ts');
/** What the API answers by itself; everything else is the studio's. */
const API_PATHS = ['/v1', '/api', '/a/', '/webhooks', '/docs', '/openapi.json', '/health', '/metrics'];

/** The entry is small and asks for the app by itself; the browser learns of both from the page, and loads them side by side. */
const appAhead = {
  name: 'kadr-app-ahead',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle, chunk }) {
      if (!bundle || !chunk) return [];
      const files = new Set();
      const add = (name) => {
        const found = bundle[name];
        if (found?.type !== 'chunk' || files.has(name)) return;
        files.add(name);
        found.imports.forEach(add);
      };
      chunk.dynamicImports.filter((name) => bundle[name]?.facadeModuleId?.endsWith('/src/app.tsx')).forEach(add);
      const known = new Set([chunk.fileName, ...chunk.imports]);
      return [...files]
        .filter((name) => !known.has(name))
        .map((name) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` }, injectTo: 'head' }));
    },
  },
};

/** @type {import('vite').UserConfig} */
export default {
  root: here,
  resolve: { alias: { '@kadr/sdk': sdk } },
  plugins: [react(), tailwindcss(), appAhead],
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
