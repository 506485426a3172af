import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { logger } from '#platform';

const RECONNECT_WAIT_MS = 500;
/** Commits that follow each other this quickly share a signal. */
const SIGNAL_EVERY_MS = 2;
const REPORT_EVERY_MS = 60_000;

const log = logger('nats');

/** The connection to NATS. It may be down or absent at any time; nothing waits for it. */
export class NatsLink {
  #connection: NatsConnection | null = null;
  #isUp = false;
  #isStopped = false;
  #starting: Promise<void> = Promise.resolve();
  #signalTimer: NodeJS.Timeout | undefined;
  #mustSignal = false;
  #reportedAtMs = 0;
  readonly #onConnected = new Set<() => void>();

  constructor(
    private readonly url: string,
    private readonly subjectPrefix: string,
    /** Another process has committed something, or may have while the connection was down. */
    private readonly onSignal: () => void,
  ) {}

  /** Connects in the background, for as long as it takes. */
  start(): void {
    this.#starting = this.#connect();
  }

  /** null while the connection is down. */
  get connection(): NatsConnection | null {
    return this.#isUp ? this.#connection : null;
  }

  /** Called with every connection that is made, the first one included. */
  onConnected(callback: () => void): void {
    this.#onConnected.add(callback);
  }

  /** Tells the other processes that there is something to read. */
  signal(): void {
    if (!this.#isUp) return;
    if (this.#signalTimer) {
      this.#mustSignal = true;
      return;
    }
    this.#connection?.publish(this.#wakeupSubject);
    this.#signalTimer = setTimeout(() => {
      this.#signalTimer = undefined;
      if (this.#mustSignal) this.signal();
      this.#mustSignal = false;
    }, SIGNAL_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#signalTimer);
    await this.#starting;
    await this.#connection?.close();
  }

  /** Named as by the releases before: during an upgrade old and new processes still wake each other. */
  get #wakeupSubject(): string {
    return `${this.subjectPrefix}.doorbell`;
  }

  async #connect(): Promise<void> {
    for (let waitMs = 100; !this.#isStopped; waitMs = Math.min(waitMs * 2, 5_000)) {
      try {
        const connection = await connect({ ...serversOf(this.url), ...SETTINGS });
        this.#connection = connection;
        connection.subscribe(this.#wakeupSubject, { callback: () => this.onSignal() });
        this.#setUp(true);
        void this.#watch(connection);
        return;
      } catch (error) {
        this.#report(error);
        await sleep(waitMs, undefined, { ref: false });
      }
    }
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        this.#setUp(false);
        if (!this.#isStopped) this.#report(undefined);
      }
      if (status.type === 'reconnect') this.#setUp(true);
    }
  }

  #setUp(isUp: boolean): void {
    this.#isUp = isUp;
    if (!isUp) return;
    for (const callback of this.#onConnected) callback();
    this.onSignal();
  }

  #report(error: unknown): void {
    if (Date.now() - this.#reportedAtMs < REPORT_EVERY_MS) return;
    this.#reportedAtMs = Date.now();
    log.warn({ err: error }, 'NATS is not reachable; other processes are heard of by polling until it is');
  }
}

const SETTINGS = {
  name: 'kadr',
  noEcho: true,
  reconnect: true,
  maxReconnectAttempts: -1,
  reconnectTimeWait: RECONNECT_WAIT_MS,
  timeout: 2_000,
  // Each request would note from where it was asked for, a hundredth of a job's time, to add that to an error of which we only tell what it says.
  noAsyncTraces: true,
};

/** `nats://user:password@host:4222`, `nats://token@host`, several separated by commas; the first one's credentials count. */
/** What a connection is made with, of an address or several with commas between. */
export function serversOf(url: string): { servers: string[]; user?: string; pass?: string; token?: string; tls?: object } {
  const urls = url.split(',').map((one) => new URL(one.trim()));
  const { username, password, protocol } = urls[0] ?? new URL(url);
  return {
    servers: urls.map((one) => one.host),
    ...(protocol === 'tls:' && { tls: {} }),
    ...(username && password && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(username && !password && { token: decodeURIComponent(username) }),
  };
}
