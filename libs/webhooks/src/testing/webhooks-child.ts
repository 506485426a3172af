import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

interface Message {
  readonly isReady?: true;
  readonly id?: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** `webhooks-process.ts` from outside: started, asked, killed. */
export class WebhooksChild {
  #child: ChildProcess | null = null;
  #asked = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  /** @param root of the repository, with what is built in `dist` */
  constructor(
    private readonly root: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly execArgv: readonly string[] = [],
  ) {}

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    const child = fork(path.join(this.root, 'dist/libs/webhooks/src/testing/webhooks-process.js'), {
      ...{ execArgv: [...this.execArgv], env: this.env },
    });
    const ready = Promise.withResolvers<void>();
    child.on('message', ({ isReady, id = 0, answer, error }: Message) => {
      if (isReady) ready.resolve();
      const waiting = this.#waiting.get(id);
      if (error === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(error));
      this.#waiting.delete(id);
    });
    child.once('exit', (code, signal) => {
      const gone = new Error(`it ended with ${code ?? signal}`);
      ready.reject(gone);
      for (const one of this.#waiting.values()) one.reject(gone);
      this.#waiting.clear();
    });
    await ready.promise;
    this.#child = child;
  }

  /** @throws Error when it was killed before it answered: nobody knows what became of it */
  async ask<T>(call: string, args: object = {}): Promise<T> {
    if (!this.#child) throw new Error('it is not there');
    this.#asked += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#asked, waiting);
    this.#child.send({ id: this.#asked, call, args }, () => undefined);
    return (await waiting.promise) as T;
  }

  /** By SIGKILL, or as `signal` says. Twice is safe. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
