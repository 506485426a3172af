import fs from 'node:fs';
import path from 'node:path';
import { diesWithParent } from './processes.mjs';

/** JetStream with its store in `<data>/nats`; the event store in Postgres is the truth, this may be wiped at any time. */
export function natsDefinition({ dataDir, program }) {
  const directory = path.join(dataDir, 'nats');
  return {
    name: 'nats',
    role: 'nats',
    dataDir: directory,
    ready: /Server is ready/,
    stopSignal: 'SIGTERM',
    quickStopSignal: 'SIGKILL',
    async prepare() {
      fs.mkdirSync(directory, { recursive: true });
    },
    command: (port) => [...diesWithParent('TERM'), program, '-js', '-sd', directory, '-a', '127.0.0.1', '-p', String(port)],
    url: (port) => `nats://127.0.0.1:${port}`,
  };
}

/** Work queue in `<data>/redis`: append-only (BullMQ's jobs survive a restart), never evicting. */
export function redisDefinition({ dataDir, program, libraryPath }) {
  const directory = path.join(dataDir, 'redis');
  const settings = { bind: '127.0.0.1', dir: directory, appendonly: 'yes', save: '', 'maxmemory-policy': 'noeviction', daemonize: 'no' };
  return {
    name: 'redis',
    role: 'redis',
    dataDir: directory,
    ready: /Ready to accept connections/,
    stopSignal: 'SIGTERM',
    quickStopSignal: 'SIGKILL',
    ...(libraryPath && { spawnOptions: { env: { ...process.env, LD_LIBRARY_PATH: libraryPath } } }),
    async prepare() {
      fs.mkdirSync(directory, { recursive: true });
    },
    command(port) {
      const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
      return [...diesWithParent('TERM'), program, '--port', String(port), ...words];
    },
    url: (port) => `redis://127.0.0.1:${port}`,
  };
}
