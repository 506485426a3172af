import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type LockHandle, logger, type SessionLocks } from '#platform';
import { ALL } from '../consumers/checkpoints.js';
import { type EventLog } from '../log/event-log.js';
import { type Vault } from '../personal/vault.js';
import { type AnyProjection, type EventingRegistry } from '../registry.js';
import { rebuild } from './rebuild.js';

const LOCK_POLL_MS = 100;

const log = logger('projections');

export interface ProjectionStatus {
  readonly name: string;
  readonly mode: 'inline' | 'async';
  /** Of the rows; null: they have never been built. Below `wantedVersion` while a rebuild is due. */
  readonly version: number | null;
  readonly wantedVersion: number;
  /** Up to here the rows are complete. */
  readonly position: number;
  /** Positions behind the end of the log. */
  readonly lag: number;
  /** By this process. */
  readonly isRebuilding: boolean;
}

/** The read models: how far they are, and making them anew. */
export class Projections {
  readonly #rebuilding = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly locks: SessionLocks,
    private readonly eventLog: EventLog,
    private readonly registry: EventingRegistry,
    private readonly vault: Vault,
  ) {}

  async status(): Promise<ProjectionStatus[]> {
    const rows = await this.database.query<{ name: string; version: number | null; position: string | null; end: string }>(
      `SELECT n.name, p.version, c.position, (SELECT coalesce(max(position), 0) FROM eventing.events) AS end
       FROM unnest($1::text[]) AS n(name)
       LEFT JOIN eventing.projections p ON p.name = n.name
       LEFT JOIN eventing.checkpoints c ON c.consumer = n.name AND c.partition = $2`,
      [this.registry.projections.map(({ name }) => name), ALL],
    );
    const found = new Map(rows.map((row) => [row.name, row]));
    return this.registry.projections.map(({ name, mode, version }) => {
      const row = found.get(name);
      const end = Number(row?.end ?? 0);
      const position = mode === 'inline' ? end : Number(row?.position ?? 0);
      return {
        name,
        mode,
        version: row?.version ?? null,
        wantedVersion: version,
        position,
        lag: Math.max(0, end - position),
        isRebuilding: this.#rebuilding.has(name),
      };
    });
  }

  /** Makes the rows anew while everything goes on. @throws Error when no projection has this name, or what the projection throws */
  async rebuild(name: string): Promise<void> {
    const projection = this.registry.projectionNamed(name);
    if (!projection) throw new Error(`there is no projection ${name}`);
    await this.#locked(projection, () =>
      rebuild(this.database, this.eventLog, this.registry, this.vault, projection).then(() => undefined),
    );
  }

  /**
   * Like `rebuild`, without waiting for it; while it is under way in this process, asking again changes nothing. One that fails keeps its
   * old rows and is reported. @returns whether there is a projection of this name
   */
  beginRebuild(name: string): boolean {
    if (!this.registry.projectionNamed(name)) return false;
    if (this.#rebuilding.has(name)) return true;
    this.#rebuilding.add(name);
    void this.rebuild(name)
      .catch((error: unknown) => log.error({ err: error, projection: name }, 'a projection could not be rebuilt; its old rows stay'))
      .finally(() => this.#rebuilding.delete(name));
    return true;
  }

  /**
   * Brings every projection to the version of this release; another process that does the same is waited for.
   * One that fails keeps its old rows and is reported.
   */
  async bringUpToDate(): Promise<void> {
    for (const projection of this.registry.projections) {
      if (await this.#isCurrent(projection)) continue;
      await this.#locked(projection, async () => {
        if (await this.#isCurrent(projection)) return;
        await rebuild(this.database, this.eventLog, this.registry, this.vault, projection).catch((error: unknown) => {
          log.error({ err: error, projection: projection.name }, 'a projection could not be rebuilt; its old rows stay');
        });
      });
    }
  }

  async #isCurrent({ name, version }: AnyProjection): Promise<boolean> {
    const [row] = await this.database.query<{ version: number }>('SELECT version FROM eventing.projections WHERE name = $1', [name]);
    // A newer release has been here: its rows are left to it.
    return row !== undefined && row.version >= version;
  }

  async #locked(projection: AnyProjection, work: () => Promise<void>): Promise<void> {
    let lock: LockHandle | null = null;
    while (!(lock = await this.locks.tryAcquire(`eventing.rebuild.${projection.name}`))) await sleep(LOCK_POLL_MS);
    try {
      await work();
    } finally {
      await lock.release();
    }
  }
}
