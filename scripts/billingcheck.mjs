// npm run billing:check [-- --url http://localhost:3000]
// Has the running app make the whole ledger anew from its events and compare it with the tables. Prints what differs.
// Exit code 0: nothing differs; 1: something does; 2: it could not be found out. Key: KADR_BOOTSTRAP_API_KEY, else the one `npm start` made.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bad, good, Refusal } from './lib/console.mjs';
import { defaultDataDir } from './services.mjs';

/** The whole log is read for it. */
const PATIENCE_MS = 30 * 60_000;

const runFolder = () => path.join(defaultDataDir(), 'run');

function addressOfApp() {
  let processes = [];
  try {
    processes = JSON.parse(fs.readFileSync(path.join(runFolder(), 'processes.json'), 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const app = processes.find(({ role }) => role === 'app');
  if (!app)
    throw new Refusal(`Kadr does not run on ${defaultDataDir()}. Start it, or say where it is: npm run billing:check -- --url http://…`);
  return `http://127.0.0.1:${app.port}`;
}

function operatorKey() {
  if (process.env.KADR_BOOTSTRAP_API_KEY) return process.env.KADR_BOOTSTRAP_API_KEY;
  try {
    return fs.readFileSync(path.join(runFolder(), 'bootstrap-key'), 'utf8').trim();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Refusal('There is no key with the scope operator: set KADR_BOOTSTRAP_API_KEY to the one that Kadr was started with.');
  }
}

async function check(address) {
  const url = new URL('/v1/admin/billing/check', address);
  const headers = { authorization: `Bearer ${operatorKey()}` };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error) => {
    throw new Refusal(`${url.origin} does not answer: ${error.cause?.message ?? error.message}`);
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(`${url.origin} answers ${response.status}: ${answer.detail ?? response.statusText}`);
  return answer;
}

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  const { isConsistent, events, differences, differenceCount } = await check(values.url ?? addressOfApp());
  if (isConsistent) good(`The ledger made anew from ${events} events is the same to the unit.`);
  else {
    for (const { what, expected, found } of differences) bad(`${what}: ${found}, should be ${expected}`);
    bad(
      `${differenceCount} differences${differenceCount > differences.length ? `, of which the first ${differences.length} are shown` : ''}.`,
    );
    process.exitCode = 1;
  }
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 2;
}
