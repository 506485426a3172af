import 'reflect-metadata';
import { flushCompileCache } from 'node:module';
import { answerWhileStarting, checkSettings, httpConfig, logger } from '#platform';
import { apiRoles, SETTINGS } from './api.config.js';
import { createApp } from './create-app.js';
import { startFailed } from './start-failed.js';
import { runProcess } from './run-process.js';
import { stopConfig } from './stop.config.js';

const log = logger('process');

async function main(): Promise<void> {
  checkSettings([...SETTINGS, stopConfig]);
  const { port, host } = httpConfig();
  const starting = await answerWhileStarting(httpConfig());
  const app = await createApp();
  runProcess(app, stopConfig().withinMs);
  await starting.end();
  await (host === null ? app.listen(port) : app.listen(port, host));
  log.info({ url: await app.getUrl(), roles: [...apiRoles()], ms: Math.round(process.uptime() * 1000) }, 'ready');
  flushCompileCache(); // for the next start, also after an end that leaves no time for it; without NODE_COMPILE_CACHE it does nothing
}

await main().catch(startFailed);
