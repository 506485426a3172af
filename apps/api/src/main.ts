import 'reflect-metadata';
import { flushCompileCache } from 'node:module';
import { checkSettings, httpConfig, logger, WrongSettings } from '#platform';
import { apiRoles, SETTINGS } from './api.config.js';
import { createApp } from './create-app.js';
import { runProcess } from './run-process.js';
import { stopConfig } from './stop.config.js';

const log = logger('process');

async function main(): Promise<void> {
  checkSettings([...SETTINGS, stopConfig]);
  const app = await createApp();
  runProcess(app, stopConfig().withinMs);
  const { port, host } = httpConfig();
  await (host === null ? app.listen(port) : app.listen(port, host));
  log.info({ url: await app.getUrl(), roles: [...apiRoles()], ms: Math.round(process.uptime() * 1000) }, 'ready');
  flushCompileCache(); // for the next start, also after an end that leaves no time for it; without NODE_COMPILE_CACHE it does nothing
}

try {
  await main();
} catch (error) {
  if (error instanceof WrongSettings) {
    console.error(['Kadr cannot start with these settings:', ...error.faults.map((fault) => `  - ${fault}`)].join('\n'));
  } else {
    log.fatal({ err: error }, 'the start failed');
    console.error(`Kadr could not start: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.exit(1);
}
