// npm run objects:check [-- --url http://localhost:3000]
// Has the running app look for stored objects that nothing refers to, as its janitor would, and prints them. Removes nothing.
// Exit code 0: there are none; 1: there are some; 2: it could not be found out. Key: KADR_BOOTSTRAP_API_KEY, else the one `npm start` made.
import { parseArgs } from 'node:util';
import { bad, good, Refusal } from './lib/console.mjs';
import { addressOfApp, askApp, operatorKey } from './lib/running-app.mjs';

/** Everything that is stored is looked at. */
const PATIENCE_MS = 30 * 60_000;

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  const url = new URL('/v1/admin/objects/unreferenced', values.url ?? addressOfApp('objects:check'));
  const { objectCount, bytes, objects } = await askApp(url, operatorKey(), { patienceMs: PATIENCE_MS });
  for (const { key, sizeBytes, modifiedAt } of objects) console.log(`${modifiedAt} ${sizeBytes} ${key}`);
  if (objectCount === 0) good('Something refers to every stored object, or it is too young to be judged.');
  else {
    const shown = objectCount > objects.length ? `, of which the first ${objects.length} are shown` : '';
    bad(`Nothing refers to ${objectCount} objects (${bytes} bytes)${shown}. The janitor removes them.`);
    process.exitCode = 1;
  }
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 2;
}
