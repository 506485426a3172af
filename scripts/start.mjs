import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { buildStudio } from './lib/build-studio.mjs';
import { ownCompileCache } from './lib/compile-cache.mjs';
import { bad, bold, good, Refusal, say, seconds, warn } from './lib/console.mjs';
import { keptSecret, makeFolder, makePrivateFolder } from './lib/files.mjs';
import { DataDirLock } from './lib/lock.mjs';
import { freePort, isFree } from './lib/ports.mjs';
import { commandOf, startCommand } from './lib/place.mjs';
import { dataFolderMode } from './lib/postgres.mjs';
import { signInLink } from './lib/sign-in-link.mjs';
import { isSandboxWanted, sandboxDefinition, sandboxEnv } from './lib/sandbox.mjs';
import { Supervisor } from './lib/supervisor.mjs';
import { defaultDataDir, repositoryRoot } from './services.mjs';

const LEAST_FREE_BYTES = 500 * 1024 * 1024;
/** Ctrl-C reaches this process from the terminal, from npm and from bootstrap.cjs: within a second they are one wish. */
const SAME_WISH_MS = 1_000;
const EXIT_AFTER_SIGNAL = { SIGINT: 130, SIGTERM: 0, SIGHUP: 0 };

function checkDataDir(dataDir) {
  const probe = path.join(dataDir, 'run', `.probe-${process.pid}`);
  try {
    makePrivateFolder(dataDir, dataFolderMode());
    makeFolder(path.dirname(probe));
    fs.writeFileSync(probe, 'x');
    fs.rmSync(probe);
  } catch (error) {
    if (error.code !== 'ENOSPC') {
      throw new Refusal(
        `Cannot write to the data folder ${dataDir} (${error.code}). Mend its rights (chown), or set KADR_DATA_DIR to another one.`,
      );
    }
  }
  const { bavail, bsize } = fs.statfsSync(dataDir);
  const freeBytes = bavail * bsize;
  if (freeBytes < LEAST_FREE_BYTES) {
    const mb = Math.floor(freeBytes / 1024 / 1024);
    throw new Refusal(
      `Only ${mb} MB are free for ${dataDir}; Kadr needs 500 MB to start. Free some space, or set KADR_DATA_DIR to another disk.`,
    );
  }
}

async function choosePort() {
  const wanted = process.env.PORT ?? '3000';
  const port = Number(wanted);
  if (!/^\d+$/.test(wanted) || port > 65535)
    throw new Refusal(`PORT is ${JSON.stringify(wanted)}; it must be a number from 0 (any) to 65535.`);
  if (port === 0) return freePort();
  if (port < 1024 && process.getuid?.() !== 0 && !(await isFree(port, undefined))) {
    throw new Refusal(`Port ${port} cannot be used: it is taken, or kept for root. Choose another: PORT=3000 ${startCommand}`);
  }
  // Both: macOS lets a second program take all interfaces beside one that has only this one.
  if (!(await isFree(port)) || !(await isFree(port, undefined))) {
    throw new Refusal(`Port ${port} is taken by another program. Stop that one, or choose another: PORT=${port + 1} ${startCommand}`);
  }
  return port;
}

/** On a terminal only what a person should see; in a pipe or a file every line, as a log collector wants it. */
function onAppLine(line, isError) {
  if (!process.stdout.isTTY) return void (isError ? process.stderr : process.stdout).write(`${line}\n`);
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    return void (isError && bad(line));
  }
  if (entry.level >= 40) (entry.level >= 50 ? bad : warn)(entry.msg ?? line);
}

/** The operator's key: given by whoever starts this, or kept in a file that only its owner can read. */
function bootstrapKey(dataDir) {
  const given = process.env.KADR_BOOTSTRAP_API_KEY;
  if (given) return { apiKey: given, shown: 'as KADR_BOOTSTRAP_API_KEY says', inCommands: '$KADR_BOOTSTRAP_API_KEY' };
  const file = path.join(dataDir, 'run', 'bootstrap-key');
  const isNew = !fs.existsSync(file);
  const apiKey = keptSecret(file, () => `kadr_${randomBytes(16).toString('hex')}`);
  const where = path.relative(process.cwd(), file).startsWith('..') ? file : path.relative(process.cwd(), file);
  // Once, and only for eyes: what goes into a pipe or a file stays there.
  const shown = isNew && process.stdout.isTTY ? `${apiKey} (kept in ${where})` : `in ${where} (export KADR_API_KEY=$(cat '${where}'))`;
  return { apiKey, shown, inCommands: `$(cat '${where}')` };
}

const publicUrl = (port) => process.env.KADR_PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${port}`;

/** An address that the app surely listens on. */
const listenedAt = () => (/^(|0\.0\.0\.0|::)$/.test(process.env.HOST ?? '') ? '127.0.0.1' : process.env.HOST);

/** Works once and for ten minutes, so it may stand in a pipe or a file as well: what was read there later opens nothing. */
const studioLink = (port, { apiKey }) =>
  signInLink(`http://${listenedAt()}:${port}`, apiKey, publicUrl(port)).catch((error) => `${commandOf('sign-in')} (${error.message})`);

function printWelcome({ port, key, studio, missing, ms, dataDir }) {
  const url = publicUrl(port);
  const authorised = `-H "Authorization: Bearer ${key.inCommands}"`;
  const body = JSON.stringify({ prompt: 'Why octopuses have three hearts', durationSeconds: 30, resolution: '720p' });
  const isOnline = ['1', 'true'].includes(process.env.KADR_ONLINE ?? '');
  for (const sentence of missing) warn(sentence);
  console.log(
    [
      '',
      `${bold('Kadr is ready')} after ${seconds(ms)}.`,
      '',
      `  URL       ${bold(url)}     (API: ${url}/docs)`,
      `  Studio    ${bold(studio)}`,
      `  API key   ${bold(key.shown)}`,
      `  Data      ${dataDir}`,
      '',
      'Make a video:',
      `  curl -s -X POST ${url}/v1/videos ${authorised} -H 'Content-Type: application/json' -d '${body}'`,
      'Follow it, then download it (put the id of the answer in place of ID):',
      `  curl -s ${url}/v1/videos/ID ${authorised}`,
      `  curl -fL -o final.mp4 ${url}/v1/videos/ID/artifacts/final.mp4 ${authorised}`,
      ...(isOnline
        ? []
        : [
            '',
            `Scripts out of a prompt know no facts. KADR_ONLINE=1 ${startCommand} asks Wikipedia and libraries of free photos, without a key.`,
          ]),
      '',
      'Ctrl-C stops everything.',
      '',
    ].join('\n'),
  );
}

async function main() {
  const startedAt = Number(process.env.KADR_STARTED_AT) || Date.now() - process.uptime() * 1000;
  const dataDir = defaultDataDir();
  checkDataDir(dataDir);
  let supervisor = null;
  let lock = null;
  let firstSignalAt = 0;
  let isForced = false;

  const quit = async (code, options) => {
    try {
      if (supervisor) await supervisor.stop(options);
      else lock?.release();
    } catch (error) {
      bad(`While stopping: ${error.message}`);
    }
    process.exit(code);
  };
  for (const name of Object.keys(EXIT_AFTER_SIGNAL)) {
    process.on(name, () => {
      if (firstSignalAt === 0) {
        firstSignalAt = Date.now();
        say(
          'Stopping: the app finishes what it is answering (up to 150 s while a provider is being paid), then the services. Ctrl-C again does not wait.',
        );
        void quit(EXIT_AFTER_SIGNAL[name]);
      } else if (name === 'SIGINT' && !isForced && Date.now() - firstSignalAt > SAME_WISH_MS) {
        isForced = true;
        say('Not waiting.');
        void quit(130, { quick: true });
      }
    });
  }
  const crash = (error) => {
    bad(`The supervisor failed: ${error?.stack ?? error}`);
    void quit(1, { quick: true });
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);

  try {
    lock = await DataDirLock.take(dataDir, { say });
    const port = await choosePort();
    const key = bootstrapKey(dataDir);
    const ownEntry = process.env.KADR_APP_ENTRY;
    const compiled = (file) => path.join(repositoryRoot, 'dist/apps/api/src', file);
    supervisor = new Supervisor({
      dataDir,
      lock,
      port,
      entry: ownEntry ? path.resolve(ownEntry) : compiled('main.js'),
      ...(!ownEntry && { preload: compiled('otel.js') }),
      external: { postgres: process.env.DATABASE_URL, nats: process.env.NATS_URL, redis: process.env.REDIS_URL },
      env: {
        PORT: String(port),
        // Whoever presses Ctrl-C waits for what is paid for, and for nothing else.
        KADR_DRAIN_SECONDS: process.env.KADR_DRAIN_SECONDS || '0',
        HOST: process.env.HOST || '127.0.0.1',
        KADR_DATA_DIR: dataDir,
        KADR_BOOTSTRAP_API_KEY: key.apiKey,
        // Compiled code of the last start: a third less work for the next one.
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || ownCompileCache(dataDir, repositoryRoot),
      },
      onAppLine,
      onGivingUp: (why) => {
        bad(why);
        void quit(1);
      },
    });
    const built = async () => {
      if (ownEntry && !isSandboxWanted()) return;
      const from = Date.now();
      const made = await Promise.all([build(repositoryRoot), buildStudio(repositoryRoot)]);
      if (made.includes(true)) say(`Compiled (${seconds(Date.now() - from)})`);
    };
    const results = await Promise.allSettled([supervisor.startServices(), built()]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    if (firstSignalAt > 0) return;
    if (isSandboxWanted()) {
      const smtpPort = await freePort();
      const definition = sandboxDefinition({ root: repositoryRoot, dataDir, smtpPort, ffmpeg: supervisor.services.ffmpeg?.ffmpeg });
      const { url, port: sandboxPort } = await supervisor.addService(definition);
      supervisor.addEnv(await sandboxEnv({ root: repositoryRoot, port: sandboxPort, smtpPort }));
      say(`sandbox on port ${sandboxPort}: all providers at ${url}, nothing is paid; mails at ${url}/__sandbox/mail`);
    }
    if (firstSignalAt > 0) return;
    if (await supervisor.startApp()) {
      const studio = await studioLink(port, key);
      printWelcome({ port, key, studio, missing: supervisor.services.missing, ms: Date.now() - startedAt, dataDir });
      good('Running.');
    }
  } catch (error) {
    if (firstSignalAt > 0) return; // it failed because it is being stopped
    bad(error.message || String(error));
    await quit(1);
  }
}

await main().catch((error) => {
  bad(error instanceof Refusal ? error.message : (error.stack ?? String(error)));
  process.exit(1);
});
