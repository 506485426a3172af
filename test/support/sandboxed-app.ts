import path from 'node:path';
import pg from 'pg';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';
import { AppProcess } from './app-process.js';
import { type PrivateServices, startServices } from './services.js';
import { SELDOM, until } from './supervised.js';

export interface Generation {
  readonly id: string;
  readonly model: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly asset: {
    readonly id: string;
    readonly kind: string;
    readonly bytes: number;
    readonly source: string;
    readonly url: string;
  } | null;
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
    private process: AppProcess,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  get app(): AppProcess {
    return this.process;
  }

  static async start({ speed = 20, env = {} }: SandboxedOptions = {}): Promise<SandboxedApp> {
    const services = await startServices({ durable: true });
    let sandbox: Sandbox | null = null;
    try {
      sandbox = await startSandbox({
        ...{ port: 0, dataDir: path.join(services.dataDir, 'sandbox'), speed },
        ...(process.env['ESPEAK_PATH'] && { espeakPath: process.env['ESPEAK_PATH'] }),
      });
      const quick = { KADR_POLL_INTERVAL_MS: '250', KADR_SUBMIT_GRACE_SECONDS: '5', KADR_RETRY_BASE_MS: '50' };
      const all = { ...sandbox.env, ...quick, ...env };
      return new SandboxedApp(services, sandbox, await new AppProcess(services, all).start(), all);
    } catch (error) {
      await sandbox?.stop();
      await services.stop();
      throw error;
    }
  }

  /** The same data, other settings. */
  async restart(env: Readonly<Record<string, string>>): Promise<void> {
    await this.app.stop();
    this.process = await new AppProcess(this.services, { ...this.env, ...env }, this.app.dataDir).start();
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
    const look = async (): Promise<Generation | null> => {
      const generation = await this.read<Generation>(`/v1/generations/${id}`).catch(() => null);
      return generation && ['completed', 'failed'].includes(generation.status) ? generation : null;
    };
    return until(`generation ${id} has ended`, withinMs, look, SELDOM);
  }

  async made(model: string, input: Record<string, unknown>): Promise<Generation> {
    const { id } = await this.order(model, input);
    return this.ended(id);
  }

  /** How many paid calls Kadr has written down in this state. */
  async attempts(state: string): Promise<number> {
    const client = new pg.Client({ connectionString: this.services.databaseUrl() });
    await client.connect();
    try {
      const sql = 'SELECT count(*)::int AS count FROM integrations.provider_attempts WHERE state = $1';
      return (await client.query<{ count: number }>(sql, [state])).rows[0]?.count ?? 0;
    } finally {
      await client.end();
    }
  }

  /** Submissions that the provider would charge for, since the journal was last cleared. */
  paid(provider: string): number {
    return this.sandbox.stats()[provider]?.paidSubmissions ?? 0;
  }
}
