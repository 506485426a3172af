// For systems without a parent-death signal (macOS): started beside the services with a pipe from the supervisor as its stdin.
// The pipe closes when the supervisor is gone, however it went; then whatever its lock file still lists is ended.
import fs from 'node:fs';
import { endLeftovers } from './lock.mjs';

const [lockFile, supervisorPid] = process.argv.slice(2);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {}); // Ctrl-C is the supervisor's business
process.stdin.resume();
process.stdin.on('end', async () => {
  let lock;
  try {
    lock = JSON.parse(fs.readFileSync(lockFile, 'utf8'));
  } catch {
    return; // stopped in order
  }
  if (lock.pid === Number(supervisorPid)) await endLeftovers(lock);
});
