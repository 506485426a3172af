// npm run restore -- --from <the folder of a backup>   into an empty data folder (or database and storage), then check and finish
// npm run restore:check    proves that database, objects and keys belong together; changes nothing
// npm run restore:finish   for a database that came back some other way: the last step before the first start
// Exit code 0: all is well. Kadr must not run meanwhile. Settings are those of `npm start`.
import fs from 'node:fs';
import path from 'node:path';
import { bad } from './lib/console.mjs';
import { runOnInstallation } from './lib/installation.mjs';
import { defaultDataDir } from './services.mjs';

const args = process.argv.slice(2);
try {
  process.exitCode = await runOnInstallation('backup/restore.js', args, { beside: false });
  // Our own NATS does not run now. What it has kept was published before, and is published anew as it is needed.
  const isFinished = process.exitCode === 0 && args[0] !== 'check';
  if (isFinished && !process.env.NATS_URL) fs.rmSync(path.join(defaultDataDir(), 'nats'), { recursive: true, force: true });
} catch (error) {
  bad(error.message);
  process.exitCode = 1;
}
