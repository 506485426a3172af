// Compiles src into dist/esm and dist/cjs, each with its types: what `npm pack` takes along.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = import.meta.dirname;
const esm = path.join(root, 'dist/esm');
const cjs = path.join(root, 'dist/cjs');

fs.rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(1);

// The same files once more for `require`: all that differs is how they import. Their types say the same in both.
const ts = require('typescript');
const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
for (const file of fs.readdirSync(esm, { recursive: true }).filter((name) => /\.(js|d\.ts)$/.test(name))) {
  const text = fs.readFileSync(path.join(esm, file), 'utf8');
  const there = path.join(cjs, file);
  fs.mkdirSync(path.dirname(there), { recursive: true });
  fs.writeFileSync(there, file.endsWith('.js') ? ts.transpileModule(text, { compilerOptions }).outputText : text);
}
fs.writeFileSync(path.join(cjs, 'package.json'), '{ "type": "commonjs", "sideEffects": false }\n');
