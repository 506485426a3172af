import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ContenderName, type Services } from './contender.js';
import { type RoundOptions, type RoundResult } from './load.js';

export type Request = { readonly what: 'start' } | { readonly what: 'round'; readonly options: RoundOptions } | { readonly what: 'stop' };
export type Answer = { readonly ok: unknown } | { readonly error: string };

const ANSWER_WITHIN_MS = 180_000;

/** A contender in a Node process of its own, so that memory and processor time are its own too. */
export class ContenderProcess {
  private constructor(
    readonly name: ContenderName,
    private readonly child: ChildProcess,
  ) {}

  /** @param nodeArgs of its Node, such as `--import` or `--cpu-prof` */
  static async start(
    name: ContenderName,
    services: Services,
    nodeArgs: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<ContenderProcess> {
    const entry = fileURLToPath(new URL('process.js', import.meta.url));
    const child = fork(entry, [name, JSON.stringify(services)], {
      execArgv: [...nodeArgs],
      env: { ...process.env, KADR_LOG_LEVEL: 'warn', ...env },
    });
    const started = new ContenderProcess(name, child);
    try {
      await started.ask({ what: 'start' });
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    return started;
  }

  async round(options: RoundOptions): Promise<RoundResult> {
    return (await this.ask({ what: 'round', options })) as RoundResult;
  }

  /** As a machine that is gone. */
  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    await this.ask({ what: 'stop' }).catch(() => this.child.kill('SIGKILL'));
    await gone;
  }

  private ask(request: Request): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(new Error(`${this.name} did not answer "${request.what}" in time`)), ANSWER_WITHIN_MS);
      const onExit = (code: number | null): void => end(new Error(`${this.name} ended with ${code} during "${request.what}"`));
      const onMessage = (answer: Answer): void => {
        if ('error' in answer) end(new Error(`${this.name}: ${answer.error}`));
        else end(null, answer.ok);
      };
      const end = (error: Error | null, value?: unknown): void => {
        clearTimeout(timer);
        this.child.off('exit', onExit).off('message', onMessage);
        if (error) reject(error);
        else resolve(value);
      };
      this.child.once('exit', onExit).once('message', onMessage);
      this.child.send(request);
    });
  }
}
