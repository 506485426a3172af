import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from './app.mjs';
import { good, say, seconds, warn } from './console.mjs';
import { writeAtomically } from './files.mjs';
import { diesWithParent, sleep } from './processes.mjs';
import { PortBook } from './ports.mjs';
import { Service } from './service.mjs';
import { startServices } from '../services.mjs';

const SHORTEST_PAUSE_MS = 200;
/** The app must be back within 4 s of its death and takes 1 to 1.5 s to start, a service within 15 s. */
const LONGEST_PAUSE_MS = { app: 2_000, service: 3_000 };
/** An app that lived this long after it was ready is not in a crash loop. */
const STABLE_AFTER_MS = 5_000;
/** How `apps/api/src/start-failed.ts` begins, one fault a line below it. */
const WRONG_SETTINGS = 'Kadr cannot start with these settings:';
const DEATHS_BEFORE_GIVING_UP = 5;
const HINT_AFTER_MS = 60_000;

/** Starts the services and the app, keeps them running, and lists them in `<data>/run/processes.json`. */
export class Supervisor {
  #options;
  #services = null;
  #app = null;
  #stopping = null;
  #everReady = false;
  #deathsBeforeReady = 0;
  #pauseMs = SHORTEST_PAUSE_MS;
  #guard = null;

  /**
   * @param {object} options
   * @param {string} options.dataDir
   * @param {import('./lock.mjs').DataDirLock} options.lock taken
   * @param {number} options.port
   * @param {string} options.entry
   * @param {string} [options.preload]
   * @param {Record<string, string | undefined>} options.external URLs that replace embedded services
   * @param {Record<string, string>} options.env what the app gets besides the services
   * @param {(line: string, isError: boolean) => void} options.onAppLine
   * @param {(why: string) => void} options.onGivingUp the app cannot be started: called once
   */
  constructor(options) {
    this.#options = options;
    if (diesWithParent('TERM').length === 0) this.#startGuard();
  }

  #startGuard() {
    const guard = fileURLToPath(new URL('./guard.mjs', import.meta.url));
    const lockFile = path.join(this.#options.dataDir, 'run', 'supervisor.lock');
    this.#guard = spawn(process.execPath, [guard, lockFile, String(process.pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.#guard.on('error', () => {});
    this.#guard.unref();
  }

  get services() {
    return this.#services;
  }

  /** @throws Error when a service cannot be started; the others are stopped then */
  async startServices() {
    const { dataDir, external } = this.#options;
    this.#services = await startServices({
      dataDir,
      external,
      passwords: true,
      say,
      onPids: (services) => {
        this.#services = services;
        this.#publish();
      },
    });
    for (const service of this.#services.all) this.#keepRunning(service);
  }

  /** One more service beside those of `startServices`, kept running like them. @throws Error when it cannot be started */
  async addService(definition) {
    const { dataDir } = this.#options;
    const ports = new PortBook(dataDir);
    const service = new Service(definition, { ports, logsDir: path.join(dataDir, 'logs'), onPids: () => this.#publish() });
    this.#services.add(service);
    await service.startAnywhere();
    this.#keepRunning(service);
    return service;
  }

  /** Values that the app gets besides those of the options. Before `startApp`. */
  addEnv(env) {
    this.#options = { ...this.#options, env: { ...this.#options.env, ...env } };
  }

  #keepRunning(service) {
    service.onDeath = (how) => void this.#reviveService(service, how);
    // It may have died between its own readiness and the last one's.
    if (!service.isRunning) void this.#reviveService(service, `${service.name} ended`);
  }

  /** Resolves with true when the app is ready for the first time, with false when that will not be. */
  async startApp() {
    const { entry, preload, port, env, dataDir, onAppLine } = this.#options;
    this.#app = new App({
      entry,
      preload,
      port,
      host: env.HOST,
      env: { ...process.env, ...env, ...this.#services.env },
      logsDir: path.join(dataDir, 'logs'),
      onLine: onAppLine,
    });
    return new Promise((resolve) => {
      this.onFirstReady = () => resolve(true);
      this.onNeverReady = () => resolve(false);
      this.#app.onDeath = (how) => void this.#reviveApp(how);
      this.#launchApp();
      const hint = setTimeout(() => {
        if (!this.#everReady) warn(`The app is not ready after ${seconds(HINT_AFTER_MS)}. Its log: ${this.#app.logFile}`);
      }, HINT_AFTER_MS);
      hint.unref();
    });
  }

  #launchApp() {
    this.#app.start();
    this.#publish();
    void this.#app.untilReady().then((ready) => {
      if (!ready || this.#stopping) return;
      if (this.#everReady) good(`The app is back (process ${this.#app.pid}).`);
      this.#everReady = true;
      this.onFirstReady();
    });
  }

  async #reviveApp(how) {
    if (this.#stopping) return;
    // Another start would say the same. What is wrong has been shown, line by line.
    if (!this.#everReady && this.#app.logTail(25).includes(WRONG_SETTINGS)) {
      this.#options.onGivingUp(`The app needs other settings: see above, or the end of ${this.#app.logFile}.`);
      this.onNeverReady();
      return;
    }
    if (!this.#everReady && ++this.#deathsBeforeReady >= DEATHS_BEFORE_GIVING_UP) {
      const lines = this.#app.logTail(25).map((line) => `    ${line}`);
      const why = [
        `The app ${how} ${this.#deathsBeforeReady} times before it was ever ready. Its last lines (${this.#app.logFile}):`,
        ...lines,
      ];
      this.#options.onGivingUp(why.join('\n'));
      this.onNeverReady();
      return;
    }
    if (this.#app.wasReady && Date.now() - this.#app.readyAt > STABLE_AFTER_MS) this.#pauseMs = SHORTEST_PAUSE_MS;
    warn(`The app ${how}; starting it again in ${seconds(this.#pauseMs)}.`);
    await sleep(this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS.app);
    if (!this.#stopping) this.#launchApp();
  }

  async #reviveService(service, how) {
    for (let pauseMs = SHORTEST_PAUSE_MS; !this.#stopping; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS.service)) {
      warn(`${how}; starting it again on port ${service.port}.`);
      await sleep(pauseMs);
      if (this.#stopping) return;
      try {
        const ms = await service.start();
        good(`${service.name} is back (process ${service.pid}, ${seconds(ms)}).`);
        return;
      } catch (error) {
        how = error.message;
      }
    }
    // Stopped while it was being started: nobody else knows of it.
    await service.stop();
  }

  /** Every process that runs now, for people and for checks; and, for the next start, what to end should this one be killed. */
  #publish() {
    const { dataDir, port, lock } = this.#options;
    const services = (this.#services?.all ?? []).filter((service) => service.pid);
    const app = this.#app?.pid ? this.#app : null;
    const list = [
      { name: 'supervisor', role: 'supervisor', pid: process.pid, port: null, dataDir },
      ...(app ? [{ name: 'app', role: 'app', pid: app.pid, port, dataDir }] : []),
      ...services.map(({ name, pid, port: own, definition }) => ({
        name,
        role: definition.role,
        pid,
        port: own,
        dataDir: definition.dataDir,
      })),
    ];
    lock.record([
      ...(app ? [{ name: 'app', pid: app.pid, stopSignal: 'SIGKILL' }] : []),
      ...services.map(({ name, pid, definition }) => ({ name, pid, stopSignal: definition.stopSignal })),
    ]);
    writeAtomically(path.join(dataDir, 'run', 'processes.json'), `${JSON.stringify(list, null, 2)}\n`);
  }

  /** The app first, which may take 150 s to drain, then the services it drains into. A second call with `quick` cuts that short. */
  async stop({ quick = false } = {}) {
    if (this.#stopping && !quick) return this.#stopping;
    const stopping = this.#stop(quick);
    this.#stopping = stopping;
    return stopping;
  }

  async #stop(quick) {
    const { lock, dataDir } = this.#options;
    lock.stopping();
    await this.#app?.stop({ quick });
    await this.#services?.stop({ quick, patienceMs: quick ? 3_000 : 15_000 });
    writeAtomically(path.join(dataDir, 'run', 'processes.json'), '[]\n');
    lock.release();
    this.#guard?.kill('SIGKILL');
  }
}
