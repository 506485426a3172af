import { setTimeout as sleep } from 'node:timers/promises';
import { AppProcess } from './app-process.js';
import { type PrivateServices } from './services.js';

/** How late a balancer hears that a process is not ready any more. */
const LOOK_EVERY_MS = 750;
/** Pause between two requests of one client. */
const PACE_MS = 400;

/** Several processes of one installation: one database, one data folder. */
export class Fleet {
  readonly processes: AppProcess[] = [];
  private readonly former: AppProcess[] = [];

  constructor(
    private readonly services: PrivateServices,
    private readonly dataDir: string,
    private readonly env: Readonly<Record<string, string>>,
    /** Of each process, in turn; as often as it takes. */
    private readonly roles: readonly string[],
  ) {}

  /** The place of a process has roles; a successor has the same. @param more settings of this one alone @returns the process, ready */
  async start(place: number, more: Readonly<Record<string, string>> = {}): Promise<AppProcess> {
    const env = { ...this.env, ...more, KADR_ROLES: this.roles[place % this.roles.length] ?? '' };
    const started = await new AppProcess(this.services, env, this.dataDir).start();
    const before = this.processes[place];
    if (before) this.former.push(before);
    this.processes[place] = started;
    return started;
  }

  /** Those that answer customers. */
  get doors(): readonly AppProcess[] {
    return this.processes.filter((_one, place) => this.roles[place % this.roles.length]?.includes('api'));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.processes, ...this.former].map((one) => one.kill()));
    for (const one of [...this.processes, ...this.former]) await one.dispose();
  }
}

/** Clients before a balancer, which sends each request to a process that was ready when it last looked, in turn. */
export class Clients {
  readonly failures: string[] = [];
  readonly answered = new Map<string, number>();
  private ready: readonly AppProcess[];
  private isOver = false;
  private turn = 0;
  private readonly running: Promise<unknown>[];

  /** @param requests what one client each asks for, again and again */
  constructor(
    private readonly doors: () => readonly AppProcess[],
    requests: Readonly<Record<string, (app: AppProcess) => Promise<Response>>>,
  ) {
    this.ready = doors();
    this.running = [this.look(), ...Object.entries(requests).map(([name, request]) => this.ask(name, request))];
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
  }

  private async look(): Promise<void> {
    while (!this.isOver) {
      const doors = this.doors();
      const answers = await Promise.all(doors.map((app) => fetch(`${app.url}/health/ready`).catch(() => null)));
      const ready = doors.filter((_app, at) => answers[at]?.ok);
      // Where all say no, a balancer sends them all the same.
      if (ready.length > 0) this.ready = ready;
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async ask(name: string, request: (app: AppProcess) => Promise<Response>): Promise<void> {
    while (!this.isOver) {
      const app = this.ready[this.turn++ % this.ready.length];
      if (!app) throw new Error('there is no process to ask');
      try {
        const response = await request(app);
        const text = await response.text();
        if (!response.ok) this.failures.push(`${name}: ${response.status} ${text.slice(0, 500)}`);
      } catch (error) {
        this.failures.push(`${name}: ${String((error as Error).cause ?? error)}`);
      }
      this.answered.set(name, (this.answered.get(name) ?? 0) + 1);
      await sleep(PACE_MS);
    }
  }
}
