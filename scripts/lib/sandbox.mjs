import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { diesWithParent } from './processes.mjs';

/** KADR_SANDBOX=1: the provider sandbox beside the app. */
export const isSandboxWanted = () => ['1', 'true'].includes(process.env.KADR_SANDBOX ?? '');

/** The compiled sandbox as a service with its media in `<data>/sandbox`. What its tasks were is gone when it is started again. */
export function sandboxDefinition({ root, dataDir, ffmpeg, smtpPort }) {
  const directory = path.join(dataDir, 'sandbox');
  const entry = path.join(root, 'dist/apps/sandbox/src/main.js');
  return {
    name: 'sandbox',
    role: 'sandbox',
    dataDir: directory,
    ready: /Provider sandbox is ready/,
    stopSignal: 'SIGTERM',
    quickStopSignal: 'SIGKILL',
    spawnOptions: { env: { ...process.env, ...(ffmpeg && { FFMPEG_PATH: ffmpeg }) } },
    command: (port) => [
      ...diesWithParent('TERM'),
      process.execPath,
      entry,
      ...['--port', String(port), '--smtp-port', String(smtpPort)],
      '--data-dir',
      directory,
    ],
    url: (port) => `http://127.0.0.1:${port}`,
  };
}

/** What the app gets so that the sandbox is all its providers: nothing that is set already, except one more address it may reach. */
export async function sandboxEnv({ root, port, smtpPort, env = process.env }) {
  const { envOf } = await import(pathToFileURL(path.join(root, 'dist/apps/sandbox/src/sandbox.js')).href);
  const { KADR_EGRESS_ALLOW: address, ...wanted } = envOf(`http://127.0.0.1:${port}`, port, smtpPort);
  const allowed = [env.KADR_EGRESS_ALLOW, address].filter(Boolean).join(',');
  return { ...Object.fromEntries(Object.entries(wanted).filter(([name]) => !env[name])), KADR_EGRESS_ALLOW: allowed };
}
