import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { keptSecret, writeAtomically } from './files.mjs';
import { diesWithParent } from './processes.mjs';

/** Other users of the machine reach the loopback too. Read when the server is prepared: making it writes into the data folder. */
const passwordOf = (dataDir, name) => keptSecret(path.join(dataDir, 'run', `${name}-password`), () => randomBytes(18).toString('hex'));

/** A file that only its owner can read: what stands in a command line, everybody can. */
function writeSettings(dataDir, name, text) {
  const file = path.join(dataDir, 'run', name);
  writeAtomically(file, text, 0o600);
  return file;
}

/** Streams of specs reserve a gigabyte each and fill next to nothing of it: how much of the disk is free does not limit how many there are. */
const FOR_SPECS = 'jetstream { max_file_store: 1TB }\n';

/**
 * JetStream with its store in `<data>/nats`; the event store in Postgres is the truth, this may be wiped at any time.
 * @param {object} options
 * @param {boolean} [options.durable] false: for specs
 */
export function natsDefinition({ dataDir, program, hasPassword = false, durable = true }) {
  const directory = path.join(dataDir, 'nats');
  let password = null;
  let words = [];
  return {
    name: 'nats',
    role: 'nats',
    dataDir: directory,
    ready: /Server is ready/,
    stopSignal: 'SIGTERM',
    quickStopSignal: 'SIGKILL',
    async prepare() {
      fs.mkdirSync(directory, { recursive: true });
      if (hasPassword) password = passwordOf(dataDir, 'nats');
      const settings = [
        ...(durable ? [] : [FOR_SPECS]),
        ...(password === null ? [] : [`authorization { user: "kadr", password: "${password}" }\n`]),
      ];
      if (settings.length > 0) words = ['-c', writeSettings(dataDir, 'nats.conf', settings.join(''))];
    },
    command: (port) => [...diesWithParent('TERM'), program, ...words, '-js', '-sd', directory, '-a', '127.0.0.1', '-p', String(port)],
    url: (port) => `nats://${password === null ? '' : `kadr:${password}@`}127.0.0.1:${port}`,
  };
}

/** Work queue in `<data>/redis`: append-only (BullMQ's jobs survive a restart), never evicting. */
export function redisDefinition({ dataDir, program, libraryPath, hasPassword = false }) {
  const directory = path.join(dataDir, 'redis');
  let password = null;
  let files = [];
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
      if (!hasPassword) return;
      password = passwordOf(dataDir, 'redis');
      files = [writeSettings(dataDir, 'redis.conf', `requirepass ${password}\n`)];
    },
    command(port) {
      const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
      return [...diesWithParent('TERM'), program, ...files, '--port', String(port), ...words];
    },
    url: (port) => `redis://${password === null ? '' : `:${password}@`}127.0.0.1:${port}`,
  };
}
