// npm run bench [-- <suite> …] [--full] [--only <part> …] [--statements]
// Runs each suite of bench/*.bench.ts with services of its own, prints every figure as a ratio to a named baseline of the same run,
// keeps the rows in bench/results/<suite>.json and writes docs/benchmarks.md from all results kept so far.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './lib/build.mjs';
import { repositoryRoot, startServices } from './services.mjs';

const args = process.argv.slice(2);
const full = args.includes('--full');
// Parts of one suite, by the names it gives them: what stands there of the others stays.
const onlyAt = args.indexOf('--only');
const only = onlyAt < 0 ? [] : args.slice(onlyAt + 1).filter((arg) => !arg.startsWith('--'));
const wanted = (onlyAt < 0 ? args : args.slice(0, onlyAt)).filter((arg) => !arg.startsWith('--'));
if (only.length > 0 && wanted.length !== 1) {
  console.error('--only names parts of one suite: name that suite, and no other');
  process.exit(1);
}
const resultsDir = path.join(repositoryRoot, 'bench', 'results');

const number = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString());

function printRow({ what, kadr, baseline, unit, ratio, note }) {
  const against = baseline === null ? '' : ` against ${number(baseline)} ${unit}`;
  const times = ratio === null ? '' : `   ratio ${number(ratio)}`;
  console.log(`  ${what}: ${number(kadr)} ${unit}${against}${times}${note ? `   (${note})` : ''}`);
}

/** What was measured of a suite before, with these rows in place of theirs: each says when, and under what load. */
function withPart(file, part, load) {
  const rows = part.rows.map((row) => ({ ...row, note: [row.note, `measured ${part.measuredAt}, ${load}`].filter(Boolean).join('; ') }));
  if (!fs.existsSync(file)) return { ...part, rows };
  const before = JSON.parse(fs.readFileSync(file, 'utf8'));
  const isNew = (row) => rows.some(({ what }) => what === row.what);
  const at = before.rows.findIndex(isNew);
  const kept = before.rows.filter((row) => !isNew(row));
  const place = at < 0 ? kept.length : before.rows.slice(0, at).filter((row) => !isNew(row)).length;
  return { ...before, rows: kept.toSpliced(place, 0, ...rows) };
}

function writeDocument() {
  const parts = fs
    .readdirSync(resultsDir)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(fs.readFileSync(path.join(resultsDir, file), 'utf8')));
  const lines = [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; do not edit. Each row was measured beside its baseline in the same run, in turns; figures are medians unless a',
    'row says otherwise. Ratios carry over to other machines, absolute figures do not. `bench/*.bench.ts` says what exactly is measured.',
  ];
  for (const { suite, measuredAt, machine, rows } of parts) {
    lines.push(
      '',
      `## ${suite}`,
      '',
      `${measuredAt} · ${machine}`,
      '',
      '| what | Kadr | baseline | unit | ratio | note |',
      '|---|---|---|---|---|---|',
    );
    for (const row of rows) {
      const baseline = row.baseline === null ? '–' : number(row.baseline);
      lines.push(
        `| ${row.what} | ${number(row.kadr)} | ${baseline} | ${row.unit} | ${row.ratio === null ? '–' : number(row.ratio)} | ${row.note ?? ''} |`,
      );
    }
  }
  fs.writeFileSync(path.join(repositoryRoot, 'docs', 'benchmarks.md'), `${lines.join('\n')}\n`);
}

const suites = fs
  .readdirSync(path.join(repositoryRoot, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const unknown = wanted.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(', ')}. There are: ${suites.join(', ')}`);
  process.exit(1);
}

await build(repositoryRoot);
const swc = path.join(repositoryRoot, 'node_modules/@swc/cli/bin/swc.js');
execFileSync(process.execPath, [swc, 'bench', '-d', 'dist', '--config-file', '.swcrc', '-q'], { cwd: repositoryRoot, stdio: 'inherit' });
// What the suites import of the scripts lies beside them there too.
fs.cpSync(path.join(repositoryRoot, 'scripts/lib'), path.join(repositoryRoot, 'dist/scripts/lib'), { recursive: true });
fs.mkdirSync(resultsDir, { recursive: true });
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kadr-bench-'));
// Durable like the app's own: a store that does not sync has no speed worth naming.
// Who looks at statements one by one has them counted by the server; nobody else pays for it.
const isProfiled = args.includes('--statements') || wanted.includes('hot-path') || wanted.includes('videos');
const postgresSettings = isProfiled ? { shared_preload_libraries: 'pg_stat_statements' } : {};
const services = await startServices({ dataDir, durable: true, postgresSettings, say: () => {} });
Object.assign(process.env, services.env, {
  KADR_BENCH_DATABASE_URL: services.databaseUrl('postgres'),
  KADR_BENCH_NATS_URL: services.url('nats') ?? '',
  KADR_BENCH_REDIS_URL: services.url('redis') ?? '',
  KADR_BENCH_DIR: dataDir,
  KADR_BENCH_PIDS: JSON.stringify(Object.fromEntries(services.all.map(({ name, pid }) => [name, pid]))),
});
// Ctrl-C and SIGTERM leave nothing behind; the children of a suite end with this process.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    void services.stop({ quick: true }).finally(() => {
      fs.rmSync(dataDir, { recursive: true, force: true });
      process.exit(1);
    });
  });
}
const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'CPU'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
let failed = false;
for (const suite of wanted.length > 0 ? wanted : suites.filter((one) => one !== 'hot-path')) {
  console.log(`\n── ${suite}`);
  const rows = [];
  const loads = [os.loadavg()[0]];
  try {
    const { run } = await import(pathToFileURL(path.join(repositoryRoot, 'dist', 'bench', `${suite}.bench.js`)).href);
    await run(
      (row) => {
        rows.push(row);
        printRow(row);
      },
      { full, only },
    );
    loads.push(os.loadavg()[0]);
    // What others did on the machine meanwhile is part of the figures.
    const load = `load ${loads.map((value) => value.toFixed(1)).join(' before and ')} after`;
    const measuredAt = new Date().toISOString().slice(0, 16).replace('T', ' ');
    const result = { suite, measuredAt, machine: `${machine}, ${load}`, rows };
    const file = path.join(resultsDir, `${suite}.json`);
    fs.writeFileSync(file, `${JSON.stringify(only.length > 0 ? withPart(file, result, load) : result, null, 2)}\n`);
  } catch (error) {
    failed = true;
    console.error(error);
  }
}
writeDocument();
await services.stop();
fs.rmSync(dataDir, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
