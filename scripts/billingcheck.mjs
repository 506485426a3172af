// npm run billing:check [-- --url http://localhost:3000]
// Has the running app make the whole ledger anew from its events and compare it with the tables. Prints what differs.
// Exit code 0: nothing differs; 1: something does; 2: it could not be found out. Key: KADR_BOOTSTRAP_API_KEY, else the one `npm start` made.
import { parseArgs } from 'node:util';
import { bad, good, Refusal } from './lib/console.mjs';
import { addressOfApp, askApp, operatorKey } from './lib/running-app.mjs';

/** The whole log is read for it. */
const PATIENCE_MS = 30 * 60_000;

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  const url = new URL('/v1/admin/billing/check', values.url ?? addressOfApp('billing:check'));
  const { isConsistent, events, differences, differenceCount } = await askApp(url, operatorKey(), { patienceMs: PATIENCE_MS });
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
