import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database, logger } from '#platform';

/** Of each type and model as many are remembered. */
const REMEMBERED = 50;
const FLUSH_MS = 2_000;
/** Those that came in since the last time, at most: more are not waited for. */
const MOST_PENDING = 1_000;

const log = logger('workflows.node-times');

/** Seconds that a node took: half of them less than `typical`, one of twenty more than `slow`. */
export interface NodeSeconds {
  readonly typical: number;
  readonly slow: number;
}

export const NO_TIME: NodeSeconds = { typical: 0, slow: 0 };

const keyOf = (type: string, model: string | null): string => `${type} ${model ?? ''}`;

/**
 * How long nodes take, by type and model, as this organisation has seen it. Written down now and then: a process that dies forgets what
 * it has just seen, and nothing depends on it.
 */
@Injectable()
export class NodeTimes implements OnModuleDestroy {
  private pending: { readonly orgId: string; readonly type: string; readonly model: string; readonly seconds: number }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(Database) private readonly database: Database) {}

  note(orgId: string, type: string, model: string | null, seconds: number): void {
    if (!(seconds >= 0) || this.pending.length >= MOST_PENDING) return;
    this.pending.push({ orgId, type, model: model ?? '', seconds });
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  /** Writes down what was seen. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const seen = Map.groupBy(this.pending, ({ orgId, type, model }) => `${orgId} ${type} ${model}`);
    this.pending = [];
    try {
      // One order for everybody, so that two processes never wait for each other.
      for (const [, [first, ...more]] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (!first) continue;
        const seconds = [first, ...more].slice(-REMEMBERED).map((one) => one.seconds);
        await this.database.query(
          `INSERT INTO workflows.node_times AS t (org_id, type, model, seconds) VALUES ($1, $2, $3, $4)
           ON CONFLICT (org_id, type, model) DO UPDATE SET seconds = (t.seconds || $4)[greatest(1, cardinality(t.seconds) + cardinality($4) - $5 + 1):]`,
          [first.orgId, first.type, first.model, seconds, REMEMBERED],
        );
      }
    } catch (error) {
      log.warn({ err: error }, 'how long nodes took was not written down');
    }
  }

  /** @returns by type and model; null for what was never seen */
  async of(orgId: string): Promise<(type: string, model: string | null) => NodeSeconds | null> {
    await this.flush();
    const rows = await this.database.forOrganisation(orgId).query<{ type: string; model: string } & NodeSeconds>(
      `SELECT type, model, percentile_cont(0.5) WITHIN GROUP (ORDER BY s) AS typical, percentile_cont(0.95) WITHIN GROUP (ORDER BY s) AS slow
         FROM workflows.node_times, unnest(seconds) AS s WHERE org_id = $1 GROUP BY type, model`,
      [orgId],
    );
    const known = new Map(rows.map(({ type, model, typical, slow }) => [keyOf(type, model), { typical, slow }]));
    return (type, model) => known.get(keyOf(type, model)) ?? null;
  }
}
