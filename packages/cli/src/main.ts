#!/usr/bin/env node
import { surroundings } from './cli.config.js';
import { EXIT } from './faults.js';
import { run } from './program.js';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(EXIT.interrupted); // a second one does not wait
    interrupted.abort();
  });
}
// Whoever reads may have had enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), surroundings(interrupted.signal));
