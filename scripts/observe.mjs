// npm run observe [-- --targets 127.0.0.1:3000,127.0.0.1:9464] [--port 9090]
// Has Prometheus watch the running Kadr with our rules, and shows here what matters; its own page draws graphs. Ctrl-C stops it, not Kadr.
// Targets: what `npm start` runs on this data folder, unless they are named.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bad, bold, dim, good, Refusal, red, say } from './lib/console.mjs';
import { Observer } from './lib/observer.mjs';
import { obtainPrometheus } from './lib/prometheus.mjs';
import { addressOfApp } from './lib/running-app.mjs';
import { defaultDataDir, defaultProgramsDir } from './services.mjs';

const EVERY_MS = 15_000;

/** [what it is, PromQL, how a sample is named] */
const SHOWN = [
  ['errors of the API, 1 h', 'kadr:slo_api:error_ratio_1h * 100', () => '%'],
  ['orders slower than 0.5 s, 1 h', 'kadr:slo_orders:error_ratio_1h * 100', () => '%'],
  ['videos under way', 'max by (stage) (kadr_live_videos) > 0', ({ stage }) => stage],
  ['tasks due', 'max by (queue) (kadr_tasks{state="due"}) > 0', ({ queue }) => queue],
  ['oldest due task, s', 'max by (queue) (kadr_task_oldest_due_seconds) > 1', ({ queue }) => queue],
  ['consumers behind', 'max by (consumer) (kadr_consumer_lag_events) > 0', ({ consumer }) => consumer],
  [
    'paid requests, 1 h',
    'sum by (provider, outcome) (increase(kadr_provider_submissions_total[1h])) > 0',
    (of) => `${of.provider} ${of.outcome}`,
  ],
  ['ALERTS', 'ALERTS{alertstate="firing"}', ({ alertname }) => alertname],
];

async function show(observer) {
  console.log(bold(new Date().toISOString()));
  for (const [title, expression, nameOf] of SHOWN) {
    const samples = await observer.query(expression);
    const told = samples.map(({ metric, value }) => `${nameOf(metric)} ${Math.round(Number(value[1]) * 100) / 100}`).join(' · ');
    if (title === 'ALERTS' && samples.length > 0) console.log(`  ${red(`firing: ${told}`)}`);
    else if (title !== 'ALERTS') console.log(`  ${title.padEnd(30)} ${told || dim('–')}`);
  }
}

try {
  const { values } = parseArgs({ options: { targets: { type: 'string' }, port: { type: 'string', default: '9090' } } });
  const targets = values.targets?.split(',') ?? [new URL(addressOfApp('observe')).host];
  const { prometheus, missing } = await obtainPrometheus({ programsDir: defaultProgramsDir() });
  if (!prometheus) throw new Refusal(missing);
  const folder = path.join(defaultDataDir(), 'observe');
  const observer = await Observer.start({ program: prometheus, folder, targets, port: Number(values.port) });
  const end = async () => {
    await observer.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end());
  good(`Graphs and alerts: ${observer.url}/graph`);
  say(`Watching ${targets.join(', ')}. Ctrl-C ends the watching.`);
  for (;;) {
    await sleep(EVERY_MS);
    await show(observer);
  }
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith?.('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 1;
}
