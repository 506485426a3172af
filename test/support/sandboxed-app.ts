import path from 'node:path';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';
import { AppProcess } from './app-process.js';
import { type PrivateServices, startServices } from './services.js';
import { until } from './supervised.js';

export interface Generation {
  readonly id: string;
  readonly model: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly asset: { readonly id: string; readonly kind: string; readonly bytes: number; readonly source: string; readonly url: string } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly cost: { readonly amountMicros: number };
}

export interface SandboxedOptions {
  /** 1: a film takes 4 s. */
  readonly speed?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The built app in a process of its own, with the sandbox as all its providers, and services of its own. */
export class SandboxedApp {
  private constructor(
    readonly services: PrivateServices,
    readonly sandbox: Sandbox,
    readonly app: AppProcess,
  ) {}

  static async start({ speed = 20, env = {} }: SandboxedOptions = {}): Promise<SandboxedApp> {
    const services = await startServices({ durable: true });
    let sandbox: Sandbox | null = null;
    try {
      sandbox = await startSandbox({ port: 0, dataDir: path.join(services.dataDir, 'sandbox'), speed });
      const quick = { KADR_POLL_INTERVAL_MS: '250', KADR_SUBMIT_GRACE_SECONDS: '5', KADR_RETRY_BASE_MS: '50' };
      const app = new AppProcess(services, { ...sandbox.env, ...quick, ...env });
      await app.start();
      return new SandboxedApp(services, sandbox, app);
    } catch (error) {
      await sandbox?.stop();
      await services.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.app.dispose();
    await this.sandbox.stop();
    await this.services.stop();
  }

  async order(model: string, input: Record<string, unknown>): Promise<Generation> {
    const response = await this.app.post('/v1/generations', { model, input });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Generation;
  }

  async read<T>(pathname: string): Promise<T> {
    const response = await this.app.request(pathname);
    if (!response.ok) throw new Error(`${response.status} for ${pathname}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Waits for its end, whichever it is. */
  async ended(id: string, withinMs = 60_000): Promise<Generation> {
    return until(`generation ${id} has ended`, withinMs, async () => {
      const generation = await this.read<Generation>(`/v1/generations/${id}`).catch(() => null);
      return generation && ['completed', 'failed'].includes(generation.status) ? generation : null;
    });
  }

  async made(model: string, input: Record<string, unknown>): Promise<Generation> {
    const { id } = await this.order(model, input);
    return this.ended(id);
  }

  /** Submissions that the provider would charge for, since the journal was last cleared. */
  paid(provider: string): number {
    return this.sandbox.stats()[provider]?.paidSubmissions ?? 0;
  }
}
