// npm run status [-- --url http://localhost:3000] [--json]
// Prints what the whole installation does: videos, queues, consumers, providers, processes, what has failed. As /status has it.
// Exit code 0: it was found out; 2: it was not. Key: KADR_BOOTSTRAP_API_KEY, else the one `npm start` made.
import { parseArgs } from 'node:util';
import { bad, Refusal } from './lib/console.mjs';
import { addressOfApp, askApp, operatorKey } from './lib/running-app.mjs';
import { statusLines } from '../packages/cli/src/output/status-lines.ts';

const PATIENCE_MS = 30_000;

try {
  const { values } = parseArgs({ options: { url: { type: 'string' }, json: { type: 'boolean' } } });
  const status = await askApp(new URL('/status', values.url ?? addressOfApp('status')), operatorKey(), { patienceMs: PATIENCE_MS });
  console.log(values.json ? JSON.stringify(status, null, 2) : statusLines(status).join('\n'));
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 2;
}
