import { createHash } from 'node:crypto';
import { type Database, type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type EventLog } from '../log/event-log.js';
import { type Vault } from '../personal/vault.js';
import { type AnyProjection, type EventingRegistry, isOfState } from '../registry.js';
import { foldRows } from './fold-rows.js';
import { HeldEvents } from './held-events.js';
import { readRows, writeRows } from './row-table.js';
import { rowsFromStore } from './state-rows.js';

const PAGE = 2_000;
/** What a switch may leave to fold while somebody waits for it; more is folded before, unless events come faster than that. */
const LEFT_FOR_SWITCH = 100;
const MOST_ROUNDS = 20;

/** The new rows of a projection, beside the old ones, up to a position. */
export class NewRows {
  readonly table: string;
  readonly held: HeldEvents;
  position = 0;

  constructor(
    readonly projection: AnyProjection,
    registry: EventingRegistry,
    readonly database: Database,
    private readonly eventLog: EventLog,
    private readonly vault: Vault,
  ) {
    this.table = `eventing.rebuild_${createHash('sha256').update(projection.name).digest('hex').slice(0, 16)}`;
    this.held = new HeldEvents(projection, registry, database);
  }

  async create(): Promise<void> {
    await this.drop();
    await this.database.query(
      `CREATE UNLOGGED TABLE ${this.table} (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)`,
    );
  }

  async drop(): Promise<void> {
    await this.database.query(`DROP TABLE IF EXISTS ${this.table}`);
  }

  /** Whether so much has come meanwhile that it is better folded before anybody waits. */
  get isBehind(): boolean {
    return this.eventLog.mark - this.position > LEFT_FOR_SWITCH;
  }

  /** Folds what has come meanwhile, until little is left. Holds nobody up. */
  async catchUp(isCumulative = false): Promise<void> {
    for (let round = 0; ; round += 1) {
      const page = await (isCumulative
        ? this.eventLog.readWhole({ after: this.position, limit: PAGE })
        : this.eventLog.readAfresh({ after: this.position, limit: PAGE }));
      await this.#fold(this.database, page.events);
      this.position = page.position;
      if (page.events.length < LEFT_FOR_SWITCH || (page.events.length < PAGE && round > MOST_ROUNDS)) return;
    }
  }

  /** Folds up to a position below which nothing is in flight. What it has come to counts once the transaction has committed. */
  async foldWithin(tx: Queryable, upTo: number): Promise<void> {
    for (let after = this.position; after < upTo;) {
      const page = await this.eventLog.readWithin(tx, { after, upTo, limit: PAGE });
      await this.#fold(tx, page);
      after = page.length < PAGE ? upTo : (page.at(-1)?.position ?? upTo);
    }
  }

  async #fold(db: Queryable, events: readonly Recorded[]): Promise<void> {
    const { projection, table } = this;
    const handled = this.held.sift(events);
    if (handled.length === 0) return;
    if (isOfState(projection)) {
      const fresh = await rowsFromStore(db, this.vault, projection, table, handled);
      return writeRows(db, table, fresh, fresh.keys());
    }
    const rows = await readRows(db, table, [...new Set(handled.map((event) => projection.keyOf(event)))]);
    const changed = foldRows(projection, rows, handled, true);
    await writeRows(db, table, rows, changed);
  }
}
