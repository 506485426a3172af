/**
 * `node dist/apps/api/src/backup/backup.js --to <folder>` writes a backup beside the running app: 0 when it is whole, 1 when it is not.
 * Needs the app's settings.
 */
import { parseArgs } from 'node:util';
import { ended, needed } from './command.js';
import { makeBackup } from './make-backup.js';

await ended(async () => {
  const { values } = parseArgs({ options: { to: { type: 'string' } } });
  const folder = needed(values.to, '--to <an empty folder>');
  const { tables, rows, objects } = await makeBackup(folder);
  console.log(`${rows} rows of ${tables} tables and ${objects ?? 'no'} objects are in ${folder}.`);
  if (objects === null) console.log('The objects lie in a bucket: keep its versions for as long as this backup.');
  console.log('Prove it: restore it into an empty database and folder, which ends with the same check.');
  return 0;
});
