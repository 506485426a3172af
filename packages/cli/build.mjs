// Puts everything into one file, and the tools for agents into another that only `kadr mcp` loads: what `npm pack` takes along.
import fs from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

const root = import.meta.dirname;
const outDir = path.join(root, 'dist');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const packages = path.resolve(root, '..');

fs.rmSync(outDir, { recursive: true, force: true });
/** What `kadr mcp` loads lies beside the rest: a file of its own, built by itself. */
const agentsApart = {
  name: 'agents-apart',
  resolveId: (id) => (id.endsWith('/mcp/serve.js') ? { id: './agents.mjs', external: true } : null),
};

/** A package that is not installed would be left for whoever runs the file to find: he has none. */
function refuseMissing(level, log, report) {
  if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
  report(level, log);
}

async function build(entry, file, plugins) {
  const bundle = await rolldown({
    input: path.join(root, entry),
    platform: 'node',
    onLog: refuseMissing,
    plugins,
    resolve: {
      alias: Object.fromEntries(['sdk', 'mcp'].map((name) => [`@kadr/${name}`, path.join(packages, name, 'src/index.ts')])),
      extensionAlias: { '.js': ['.ts', '.js'] },
    },
    tsconfig: false,
    transform: { define: { KADR_VERSION: JSON.stringify(version) } },
  });
  await bundle.write({ file: path.join(outDir, file), format: 'esm', minify: true, codeSplitting: false, comments: false });
  await bundle.close();
}

await build('src/main.ts', 'kadr.mjs', [agentsApart]);
await build('src/mcp/serve.ts', 'agents.mjs', []);
fs.chmodSync(path.join(outDir, 'kadr.mjs'), 0o755);
