// npm run sign-in [-- --url http://localhost:3000]
// Prints a link that signs a browser in to the running app: once, within ten minutes. Key: KADR_BOOTSTRAP_API_KEY, else the one `npm start` made.
import { parseArgs } from 'node:util';
import { bad, bold, Refusal } from './lib/console.mjs';
import { addressOfApp, operatorKey } from './lib/running-app.mjs';
import { signInLink } from './lib/sign-in-link.mjs';

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  const address = (values.url ?? addressOfApp('sign-in')).replace(/\/+$/, '');
  const shownAt = values.url ? address : (process.env.KADR_PUBLIC_URL?.replace(/\/+$/, '') ?? address.replace('127.0.0.1', 'localhost'));
  console.log(bold(await signInLink(address, operatorKey(), shownAt)));
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 1;
}
