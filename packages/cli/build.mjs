// Puts everything into one file: what `npm pack` takes along, and what `npx kadr` loads.
import fs from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

const root = import.meta.dirname;
const outDir = path.join(root, 'dist');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const packages = path.resolve(root, '..');

fs.rmSync(outDir, { recursive: true, force: true });
const bundle = await rolldown({
  input: path.join(root, 'src/main.ts'),
  platform: 'node',
  resolve: {
    alias: Object.fromEntries(['sdk', 'mcp'].map((name) => [`@kadr/${name}`, path.join(packages, name, 'src/index.ts')])),
    extensionAlias: { '.js': ['.ts', '.js'] },
  },
  tsconfig: false,
  transform: { define: { KADR_VERSION: JSON.stringify(version) } },
});
await bundle.write({
  file: path.join(outDir, 'kadr.mjs'),
  format: 'esm',
  minify: true,
  codeSplitting: false,
  comments: false,
  sourcemap: false,
});
await bundle.close();
fs.chmodSync(path.join(outDir, 'kadr.mjs'), 0o755);
