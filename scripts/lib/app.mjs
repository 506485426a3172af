import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import readline from 'node:readline';
import { LogFile } from './log-file.mjs';
import { diesWithParent, signal, sleep } from './processes.mjs';

/** Above the longest that the app itself allows for its stop: a paid call under way, and what surrounds it. */
const DRAIN_MS = 150_000;

/** True when `GET /health/ready` answers 200. */
export function isReady(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const request = http.get({ host, port, path: '/health/ready', timeout: 2000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/** Where it is asked: who listens on every address listens on the loopback. */
const probedAt = (host) => (!host || ['0.0.0.0', '::', 'localhost'].includes(host) ? undefined : host);

/** Where operators have a port of their own, probes are answered there. */
const probePort = ({ env, port }) => Number(env.KADR_MANAGEMENT_PORT) || port;

/**
 * As the image has them. Half-folded states and answers of the database live for some milliseconds: with room for that many, few of them are
 * copied on, and a fifth of the processor's time is not spent on it. What lives longer is looked through when it has grown by half: left to
 * itself, Node lets it become four times what is in use before it looks.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=32', '--heap-growing-percent=50'];

/**
 * Of glibc, for the same: what was taken for something large goes back when it is free. Left to itself, it takes files that are read at a start
 * for what is wanted all the time, and keeps their 20 MB.
 */
export const MEMORY_ENV = { MALLOC_MMAP_THRESHOLD_: String(1024 * 1024), MALLOC_TRIM_THRESHOLD_: String(1024 * 1024) };

/** The app as a child: its own process group, so that what it started (FFmpeg) goes with it. */
export class App {
  #child = null;
  #log;
  #options;

  /**
   * @param {object} options
   * @param {string} options.entry the file to run
   * @param {string} [options.preload] loaded before it when the file exists (telemetry must patch modules first)
   * @param {number} options.port
   * @param {string} [options.host] that it listens on; default all
   * @param {Record<string, string>} options.env
   * @param {string} options.logsDir
   * @param {(line: string, isError: boolean) => void} options.onLine
   */
  constructor(options) {
    this.#options = options;
    this.#log = new LogFile(path.join(options.logsDir, 'app.log'));
    this.name = 'app';
    this.port = options.port;
    this.pid = null;
    this.wasReady = false;
    this.readyAt = 0;
    /** Called with a sentence when it ended without being asked to. */
    this.onDeath = () => {};
    this.stopping = false;
  }

  get logFile() {
    return this.#log.path;
  }

  logTail(lines) {
    return this.#log.tail(lines);
  }

  get isRunning() {
    return this.#child !== null;
  }

  start() {
    const { entry, preload, env, onLine } = this.#options;
    this.wasReady = false;
    this.#log.forgetTail();
    const words = [...NODE_FLAGS, ...(preload && fs.existsSync(preload) ? ['--import', preload] : []), entry];
    const [command, ...args] = [...diesWithParent('KILL'), process.execPath, ...words];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...MEMORY_ENV, ...env } });
    this.#child = child;
    this.pid = child.pid ?? null;
    for (const [stream, isError] of [
      [child.stdout, false],
      [child.stderr, true],
    ]) {
      readline.createInterface({ input: stream }).on('line', (line) => {
        this.#log.write(line);
        onLine(line, isError);
      });
    }
    const ended = (how) => {
      if (this.#child !== child) return;
      this.#child = null;
      this.sweep();
      // The reason is often in the last lines, still on their way through the pipe.
      if (!this.stopping) setTimeout(() => this.onDeath(how), 50);
    };
    child.once('error', (error) => ended(`could not be run: ${error.message}`));
    child.once('exit', (code, killedBy) => ended(killedBy ? `was ended by ${killedBy}` : `ended with exit code ${code}`));
    return child;
  }

  /** Resolves with true once it is ready, with false when this very process is gone before that. */
  async untilReady() {
    const child = this.#child;
    while (child && this.#child === child) {
      if (await isReady(probePort(this.#options), probedAt(this.#options.host))) {
        if (this.#child !== child) return false;
        this.wasReady = true;
        this.readyAt = Date.now();
        return true;
      }
      await sleep(50);
    }
    return false;
  }

  /** What the app has started dies with it, not after it. */
  sweep() {
    if (this.pid) signal(-this.pid, 'SIGKILL');
  }

  /** SIGTERM, then up to 150 s to drain, then SIGKILL. Twice is safe; a second call with `quick` cuts the first short. */
  async stop({ quick = false } = {}) {
    this.stopping = true;
    const child = this.#child;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(quick ? 'SIGKILL' : 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), DRAIN_MS);
    await gone;
    clearTimeout(timer);
    this.sweep();
  }
}
