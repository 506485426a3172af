import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';
import { LogFile } from './log-file.mjs';
import { signal, sleep } from './processes.mjs';

/** A start may have to replay a long log first (Postgres after a crash, Redis with a large file). */
const READY_WITHIN_MS = 120_000;
const ADDRESS_IN_USE = /address already in use|EADDRINUSE|could not bind/i;

/**
 * One server as a child process: its own session (Ctrl-C in the terminal must not stop a database before the app has drained),
 * its output drained into `<data>/logs/<name>.log`.
 *
 * A definition has: `name`, `role`, `dataDir`, `host`, `command(port)` → argv, `ready` (pattern of the line that says so),
 * `stopSignal`, `quickStopSignal`, `prepare(port)` (async, before each start), `spawnOptions`, `url(port)`.
 */
export class Service {
  #child = null;
  #log;
  #ready = false;

  constructor(definition, { ports, logsDir, onPids = () => {} }) {
    this.definition = definition;
    this.name = definition.name;
    this.ports = ports;
    this.onPids = onPids;
    this.port = null;
    this.pid = null;
    this.#log = new LogFile(path.join(logsDir, `${definition.name}.log`));
    /** Called with a sentence when the process ended without being asked to. */
    this.onDeath = () => {};
    this.stopping = false;
  }

  get url() {
    return this.definition.url(this.port);
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

  /** The first start: takes last time's port, or another one should it be taken in between. */
  async startAnywhere() {
    this.port ??= await this.ports.portFor(this.name);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.start();
      } catch (error) {
        if (attempt === 5 || !ADDRESS_IN_USE.test(error.message)) throw error;
        this.port = await this.ports.newPortFor(this.name);
      }
    }
  }

  /** Starts on the port it has. @throws Error with the last lines of the log when it ends before it is ready. */
  async start() {
    this.stopping = false;
    this.#log.forgetTail();
    await this.definition.prepare?.(this.port);
    const [command, ...args] = this.definition.command(this.port);
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...this.definition.spawnOptions });
    this.#child = child;
    this.#ready = false;
    this.pid = child.pid ?? null;
    this.onPids();
    const startedAt = Date.now();
    try {
      await this.#untilReady(child);
    } catch (error) {
      if (this.#child === child) await this.#end(child, 'SIGKILL', 0);
      throw error;
    }
    return Date.now() - startedAt;
  }

  #untilReady(child) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(`was not ready within ${READY_WITHIN_MS / 1000} s`), READY_WITHIN_MS);
      const fail = (why) => {
        clearTimeout(timer);
        reject(new Error([`${this.name} ${why}. Its log: ${this.#log.path}`, ...this.#log.tail(8)].join('\n  ')));
      };
      for (const stream of [child.stdout, child.stderr]) {
        readline.createInterface({ input: stream }).on('line', (line) => {
          this.#log.write(line);
          if (this.#ready || !this.definition.ready.test(line)) return;
          this.#ready = true;
          clearTimeout(timer);
          resolve();
        });
      }
      child.once('error', (error) => {
        this.#child = null;
        fail(`could not be run: ${error.message}`);
      });
      // 'close' comes after the last line of output, so that the reason is in the log's tail; a grandchild that keeps the pipe open
      // (a Postgres backend) must not hold it back for long.
      child.once('exit', (code, killedBy) => {
        const how = killedBy ? `was ended by ${killedBy}` : `ended with exit code ${code}`;
        const wasReady = this.#ready;
        if (this.#child === child) this.#child = null;
        const closed = new Promise((done) => child.once('close', done));
        void Promise.race([closed, sleep(300)]).then(() => {
          if (!wasReady) fail(how);
          else if (!this.stopping) this.onDeath(`${this.name} ${how}`);
        });
      });
    });
  }

  /** Ends it in the way that keeps its data; SIGKILL after `patienceMs`. Twice is safe. */
  async stop({ quick = false, patienceMs = 15_000 } = {}) {
    this.stopping = true;
    const child = this.#child;
    if (child) await this.#end(child, quick ? this.definition.quickStopSignal : this.definition.stopSignal, patienceMs);
  }

  async #end(child, stopSignal, patienceMs) {
    if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
    const gone = once(child, 'exit');
    child.kill(stopSignal);
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(timer);
  }

  /** For specs: ends it as a power cut would, and is not reported. Returns when it is gone. */
  async kill(name = 'SIGKILL') {
    this.stopping = true;
    const child = this.#child;
    if (!child) return;
    const gone = once(child, 'exit');
    signal(child.pid, name);
    await gone;
  }

  close() {
    this.#log.close();
  }
}
