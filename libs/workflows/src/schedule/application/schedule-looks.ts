import { Injectable } from '@nestjs/common';
import { Database, GroupCommit, type Queryable } from '#platform';
import { dateOf, SCHEDULE_COLUMNS, type ScheduleRow, TICK_COLUMNS, type TickRow, ZONE_DATA } from './schedule-table.js';

export type BufferedTick = TickRow & { readonly tryAt: Date | null };

/** A tick that starts a run, and the schedule as the decision was made on. */
export interface FiredTick {
  readonly seen: Pick<ScheduleRow, 'scheduleId' | 'orgId' | 'nextDueAt' | 'episode' | 'status'>;
  readonly dueMs: number;
  readonly runId: string;
  readonly nextMs: number | null;
  readonly lookMs: number;
}

interface Looked {
  readonly row: Pick<ScheduleRow, 'scheduleId' | 'status' | 'nextDueAt' | 'lookAt'>;
  readonly lookMs: number | null;
}

interface Ends {
  readonly scheduleId: string;
  readonly since: Date;
  readonly limit: number;
}

const GATHERED = { maxItems: 200, concurrency: 2 };

/**
 * What is asked and said of schedules that are due at the same time: one statement for all that are asked about in one turn, whoever asks
 * about each. Rows are locked in the order of their ids, so that two processes never wait for each other.
 */
@Injectable()
export class ScheduleLooks {
  private readonly rows = gathered((ids: readonly string[]) => this.rowsOf(ids));
  private readonly waiting = gathered((ids: readonly string[]) => this.bufferedOf(ids));
  private readonly active = gathered((ids: readonly string[]) => this.activeOf(ids));
  private readonly ends = gathered((asked: readonly Ends[]) => this.endsOf(asked));
  private readonly releases = gathered((ids: readonly string[]) => this.releaseAll(ids));
  private readonly looks = gathered((looked: readonly Looked[]) => this.lookAgainAll(looked));
  /** By transaction: a statement belongs to one. */
  private readonly fires = new WeakMap<Queryable, GroupCommit<FiredTick, boolean>>();

  constructor(private readonly database: Database) {}

  find(scheduleId: string): Promise<ScheduleRow | null> {
    return this.rows.add(scheduleId);
  }

  /** Ticks that wait, oldest first. */
  buffered(scheduleId: string): Promise<readonly BufferedTick[]> {
    return this.waiting.add(scheduleId);
  }

  /** Runs of it that are not over; those that only wait for a person are left out. */
  activeRuns(scheduleId: string): Promise<readonly string[]> {
    return this.active.add(scheduleId);
  }

  /** How the latest of its runs ended that count, newest first. */
  lastEnds(scheduleId: string, since: Date, limit: number): Promise<readonly string[]> {
    return this.ends.add({ scheduleId, since, limit });
  }

  /** Others may take it again. */
  release(scheduleId: string): Promise<void> {
    return this.releases.add(scheduleId);
  }

  /** When it is looked at again, unless something else was said meanwhile. */
  lookAgain(row: Looked['row'], lookMs: number | null): Promise<void> {
    return this.looks.add({ row, lookMs });
  }

  /**
   * Goes on from a tick that starts a run, and writes it down, if the schedule stands as it was seen: whoever is second changes nothing,
   * whatever it believes to hold. @returns whether it did
   */
  fire(tx: Queryable, tick: FiredTick): Promise<boolean> {
    const fires = this.fires.get(tx) ?? gathered((ticks: readonly FiredTick[]) => fireAll(tx, ticks));
    this.fires.set(tx, fires);
    return fires.add(tick);
  }

  private async rowsOf(ids: readonly string[]): Promise<(ScheduleRow | null)[]> {
    const sql = `SELECT ${SCHEDULE_COLUMNS} FROM workflows.schedules WHERE schedule_id = ANY($1::uuid[])`;
    const rows = new Map((await this.database.query<ScheduleRow>(sql, [ids])).map((row) => [row.scheduleId, row]));
    return ids.map((id) => rows.get(id) ?? null);
  }

  private async bufferedOf(ids: readonly string[]): Promise<(readonly BufferedTick[])[]> {
    const rows = await this.database.query<BufferedTick & { readonly of: string }>(
      `SELECT ${TICK_COLUMNS}, try_at AS "tryAt", schedule_id AS "of" FROM workflows.ticks
        WHERE schedule_id = ANY($1::uuid[]) AND outcome = 'buffered' ORDER BY due_at, batch`,
      [ids],
    );
    const found = Map.groupBy(rows, (row) => row.of);
    return ids.map((id) => found.get(id) ?? []);
  }

  private async activeOf(ids: readonly string[]): Promise<string[][]> {
    const rows = await this.database.query<{ of: string; id: string }>(
      `SELECT t.schedule_id AS "of", r.key AS id FROM workflows.ticks t JOIN workflows.runs r ON r.key = t.run_id::text
        WHERE t.schedule_id = ANY($1::uuid[]) AND t.run_id IS NOT NULL AND r.data->>'status' IN ('queued', 'running')`,
      [ids],
    );
    const found = Map.groupBy(rows, (row) => row.of);
    return ids.map((id) => (found.get(id) ?? []).map((row) => row.id));
  }

  private async endsOf(asked: readonly Ends[]): Promise<string[][]> {
    const rows = await this.database.query<{ of: string; status: string }>(
      `SELECT a.id AS "of", e.status
         FROM unnest($1::uuid[], $2::timestamptz[], $3::int[]) AS a(id, since, most) CROSS JOIN LATERAL (
           SELECT r.data->>'status' AS status, t.decided_at FROM workflows.ticks t JOIN workflows.runs r ON r.key = t.run_id::text
            WHERE t.schedule_id = a.id AND t.run_id IS NOT NULL AND t.decided_at >= a.since AND r.data->>'endedAt' IS NOT NULL
            ORDER BY t.decided_at DESC LIMIT a.most) AS e
        ORDER BY a.id, e.decided_at DESC`,
      [asked.map(({ scheduleId }) => scheduleId), asked.map(({ since }) => since), asked.map(({ limit }) => limit)],
    );
    const found = Map.groupBy(rows, (row) => row.of);
    return asked.map(({ scheduleId }) => (found.get(scheduleId) ?? []).map(({ status }) => status));
  }

  private async releaseAll(ids: readonly string[]): Promise<undefined[]> {
    await this.database.query(
      `WITH ours AS MATERIALIZED (
         SELECT schedule_id FROM workflows.schedules WHERE schedule_id = ANY($1::uuid[]) ORDER BY schedule_id FOR NO KEY UPDATE)
       UPDATE workflows.schedules s SET claimed_until = '-infinity' FROM ours WHERE s.schedule_id = ours.schedule_id`,
      [ids],
    );
    return ids.map(() => undefined);
  }

  private async lookAgainAll(looked: readonly Looked[]): Promise<undefined[]> {
    await this.database.query(
      `WITH said AS MATERIALIZED (
         SELECT s.schedule_id, n.look
           FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[]) AS n(id, status, due, seen, look)
           JOIN workflows.schedules s ON s.schedule_id = n.id AND s.status = n.status
            AND s.next_due_at IS NOT DISTINCT FROM n.due AND s.look_at IS NOT DISTINCT FROM n.seen
          ORDER BY s.schedule_id FOR NO KEY UPDATE OF s)
       UPDATE workflows.schedules s SET look_at = said.look FROM said WHERE s.schedule_id = said.schedule_id`,
      [
        ...[looked.map(({ row }) => row.scheduleId), looked.map(({ row }) => row.status), looked.map(({ row }) => row.nextDueAt)],
        ...[looked.map(({ row }) => row.lookAt), looked.map(({ lookMs }) => dateOf(lookMs))],
      ],
    );
    return looked.map(() => undefined);
  }
}

async function fireAll(tx: Queryable, ticks: readonly FiredTick[]): Promise<boolean[]> {
  const rows = await tx.query<{ id: string }>(
    `WITH wanted AS MATERIALIZED (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[], $5::text[], $6::timestamptz[], $7::uuid[], $8::timestamptz[],
         $9::timestamptz[]) AS n(id, org, seen_due, seen_episode, seen_status, due, run, next_due, look)),
     ours AS MATERIALIZED (
       SELECT s.schedule_id FROM wanted n JOIN workflows.schedules s ON s.schedule_id = n.id AND s.status = n.seen_status
          AND s.next_due_at IS NOT DISTINCT FROM n.seen_due AND s.episode = n.seen_episode
        ORDER BY s.schedule_id FOR NO KEY UPDATE OF s),
     gone_on AS (
       UPDATE workflows.schedules s
          SET next_due_at = n.next_due, zone_data = $10, look_at = n.look, episode = s.episode + 1, runs = s.runs + 1
         FROM wanted n JOIN ours ON ours.schedule_id = n.id WHERE s.schedule_id = n.id RETURNING s.schedule_id)
     INSERT INTO workflows.ticks (schedule_id, org_id, batch, due_at, outcome, run_id)
     SELECT n.id, n.org, '', n.due, 'fired', n.run FROM wanted n JOIN gone_on g ON g.schedule_id = n.id
     ON CONFLICT DO NOTHING RETURNING schedule_id AS id`,
    [
      ...[ticks.map(({ seen }) => seen.scheduleId), ticks.map(({ seen }) => seen.orgId), ticks.map(({ seen }) => seen.nextDueAt)],
      ...[ticks.map(({ seen }) => seen.episode), ticks.map(({ seen }) => seen.status), ticks.map(({ dueMs }) => new Date(dueMs))],
      ...[ticks.map(({ runId }) => runId), ticks.map(({ nextMs }) => dateOf(nextMs)), ticks.map(({ lookMs }) => dateOf(lookMs)), ZONE_DATA],
    ],
  );
  const fired = new Set(rows.map(({ id }) => id));
  return ticks.map(({ seen }) => fired.has(seen.scheduleId));
}

/** @param all answers in the order of what is asked */
function gathered<Item, Result>(all: (items: readonly Item[]) => Promise<readonly Result[]>): GroupCommit<Item, Result> {
  return new GroupCommit(
    async (items: readonly Item[]) => (await all(items)).map((value) => ({ status: 'fulfilled' as const, value })),
    GATHERED,
  );
}
