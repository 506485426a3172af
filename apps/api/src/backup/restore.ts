/**
 * `node dist/apps/api/src/backup/restore.js load --from <folder>` restores a backup into an empty database and storage, checks and finishes.
 * `… check` and `… finish` are the two last steps alone, for a database that came back some other way. 0: all is well; 1: it is not.
 * Needs the app's settings, and that no process of it runs.
 */
import { parseArgs } from 'node:util';
import { type INestApplicationContext } from '@nestjs/common';
import { BackupFault } from '#platform';
import { ended, needed } from './command.js';
import { loadBackup } from './load-backup.js';
import { checkRestored } from './restore-check.js';
import { finishRestored } from './restore-finish.js';
import { withRestoredApp } from './restored-app.js';

async function check(app: INestApplicationContext): Promise<boolean> {
  const checked = await checkRestored(app);
  for (const { name, of, faults } of checked) {
    console.log(`${faults.length === 0 ? 'good' : 'BAD '}  ${name.padEnd(12)} ${of}`);
    for (const fault of faults) console.log(`      ${fault}`);
  }
  return checked.every(({ faults }) => faults.length === 0);
}

async function finish(app: INestApplicationContext): Promise<void> {
  const { nextPosition, attempts } = await finishRestored(app);
  console.log(
    `The log goes on at position ${nextPosition}. What had been published is gone from NATS and is published anew as it is needed.`,
  );
  for (const { provider, submitted, inDoubt, waiting } of attempts) {
    console.log(`${provider}: ${submitted} requests are paid for and asked for again, ${inDoubt} are in doubt, ${waiting} were not sent.`);
  }
  console.log('Kadr can be started.');
}

await ended(async () => {
  const { values, positionals } = parseArgs({ options: { from: { type: 'string' } }, allowPositionals: true });
  const [what] = positionals;
  if (what === 'load') {
    const { release, madeAt } = await loadBackup(needed(values.from, 'load --from <the folder of a backup>'));
    console.log(`The backup of ${madeAt}, made by release ${release}, is loaded.`);
  } else if (what !== 'check' && what !== 'finish') throw new BackupFault('Say what to do: load --from <folder>, check or finish.');
  return withRestoredApp(async (app) => {
    const isGood = what === 'finish' || (await check(app));
    if (isGood && what !== 'check') await finish(app);
    return isGood ? 0 : 1;
  });
});
