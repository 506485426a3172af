import { Injectable } from '@nestjs/common';
import { Database, deleteInBatches, type Queryable } from '#platform';

export interface ScheduleRow {
  readonly scheduleId: string;
  readonly orgId: string;
  readonly workflowId: string;
  readonly status: 'active' | 'paused' | 'ended';
  readonly nextDueAt: Date | null;
  readonly lookAt: Date | null;
  readonly episode: number;
  readonly runs: number;
  readonly countedFrom: Date;
  /** By the database's clock. */
  readonly now: Date;
}

export type TickOutcome = 'fired' | 'skipped' | 'refused' | 'buffered';

export interface TickRow {
  readonly dueAt: Date;
  readonly outcome: TickOutcome;
  readonly runId: string | null;
  readonly reason: string | null;
  readonly batch: string;
  readonly until: Date | null;
}

export interface NewTick {
  readonly dueMs: number;
  readonly outcome: TickOutcome;
  readonly reason?: string | null;
  readonly runId?: string;
  readonly batch?: string;
  readonly untilMs?: number;
  /** When a buffered one is tried again; default: as soon as nothing is in its way. */
  readonly tryMs?: number;
}

export const SCHEDULE_COLUMNS = `schedule_id AS "scheduleId", org_id AS "orgId", workflow_id AS "workflowId", status, next_due_at AS "nextDueAt", look_at AS "lookAt", episode,
  runs, counted_from AS "countedFrom", now() AS now`;
/** What times are calculated with in this process. */
export const ZONE_DATA = process.versions['tz'] ?? '';
/** What a process reads of it is the same. */
const NOW = "date_trunc('milliseconds', now())";
export const TICK_COLUMNS = `due_at AS "dueAt", outcome, run_id AS "runId", reason, batch, until`;

export const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** Which tick of a schedule is next, and what became of those before. Decided by the database's clock alone: those of processes differ. */
@Injectable()
export class ScheduleTable {
  constructor(private readonly database: Database) {}

  /** Schedules at which something is to be done; nobody else takes them for that long. */
  claim(seconds: number, limit: number): Promise<ScheduleRow[]> {
    return this.database.query<ScheduleRow>(
      `UPDATE workflows.schedules SET claimed_until = now() + $1 * interval '1 second' WHERE schedule_id IN (
         SELECT schedule_id FROM workflows.schedules WHERE look_at <= now() AND claimed_until < now()
          ORDER BY look_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING ${SCHEDULE_COLUMNS}`,
      [seconds, limit],
    );
  }

  async find(scheduleId: string, db: Queryable = this.database): Promise<ScheduleRow | null> {
    const [row] = await db.query<ScheduleRow>(`SELECT ${SCHEDULE_COLUMNS} FROM workflows.schedules WHERE schedule_id = $1`, [scheduleId]);
    return row ?? null;
  }

  async owned(orgId: string, scheduleId: string): Promise<ScheduleRow | null> {
    const sql = `SELECT ${SCHEDULE_COLUMNS} FROM workflows.schedules WHERE org_id = $1 AND schedule_id = $2`;
    const [row] = await this.database.forOrganisation(orgId).query<ScheduleRow>(sql, [orgId, scheduleId]);
    return row ?? null;
  }

  /** Newest first. */
  list(
    orgId: string,
    { workflowId, olderThan, limit }: { readonly workflowId: string | null; readonly olderThan: string | null; readonly limit: number },
  ): Promise<ScheduleRow[]> {
    return this.database.forOrganisation(orgId).query<ScheduleRow>(
      `SELECT ${SCHEDULE_COLUMNS} FROM workflows.schedules
        WHERE org_id = $1 AND ($2::uuid IS NULL OR workflow_id = $2) AND ($3::uuid IS NULL OR schedule_id < $3)
        ORDER BY schedule_id DESC LIMIT $4`,
      [orgId, workflowId, olderThan, limit],
    );
  }

  /** Makes the row, or has it go on from another tick. `next`: null where it does not run. */
  async put(
    tx: Queryable,
    row: Pick<ScheduleRow, 'scheduleId' | 'orgId' | 'workflowId' | 'status'>,
    { nextMs, lookMs, episode }: { readonly nextMs: number | null; readonly lookMs: number | null; readonly episode: number | null },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO workflows.schedules AS s (schedule_id, org_id, workflow_id, status, next_due_at, look_at, episode, zone_data)
       VALUES ($1, $2, $3, $4, $5, $6, coalesce($7::integer, 1), $8)
       ON CONFLICT (schedule_id) DO UPDATE
          SET status = $4, next_due_at = $5, look_at = $6, episode = coalesce($7::integer, s.episode), zone_data = $8`,
      [row.scheduleId, row.orgId, row.workflowId, row.status, dateOf(nextMs), dateOf(lookMs), episode, ZONE_DATA],
    );
  }

  async stand(tx: Queryable, scheduleId: string, status: ScheduleRow['status']): Promise<void> {
    await tx.query(
      `UPDATE workflows.schedules SET status = $2, look_at = CASE WHEN $2 = 'active' THEN coalesce(next_due_at, ${NOW}) END,
              counted_from = CASE WHEN $2 = 'active' THEN now() ELSE counted_from END WHERE schedule_id = $1`,
      [scheduleId, status],
    );
  }

  /** Schedules whose next tick lies ahead and was calculated with other zone data. */
  calculatedOtherwise(after: string, limit: number): Promise<ScheduleRow[]> {
    return this.database.query<ScheduleRow>(
      `SELECT ${SCHEDULE_COLUMNS} FROM workflows.schedules
        WHERE zone_data IS DISTINCT FROM $1 AND status <> 'ended' AND next_due_at > now() AND schedule_id > $3
        ORDER BY schedule_id LIMIT $2`,
      [ZONE_DATA, limit, after],
    );
  }

  /** Its next tick is that one instead, unless something else was decided meanwhile. */
  async recalculated({ scheduleId, nextDueAt }: ScheduleRow, nextMs: number | null, lookMs: number): Promise<void> {
    await this.database.query(
      `UPDATE workflows.schedules SET next_due_at = $3, zone_data = $5, look_at = CASE WHEN status = 'active' THEN $4 ELSE look_at END
        WHERE schedule_id = $1 AND next_due_at = $2`,
      [scheduleId, nextDueAt, dateOf(nextMs), dateOf(lookMs), ZONE_DATA],
    );
  }

  async remove(tx: Queryable, scheduleId: string): Promise<void> {
    await tx.query('DELETE FROM workflows.ticks WHERE schedule_id = $1', [scheduleId]);
    await tx.query('DELETE FROM workflows.schedules WHERE schedule_id = $1', [scheduleId]);
  }

  /** Those of a workflow that was deleted are to end. */
  async lookAtThoseOf(tx: Queryable, workflowId: string): Promise<void> {
    await tx.query(`UPDATE workflows.schedules SET look_at = ${NOW} WHERE workflow_id = $1 AND status <> $2`, [workflowId, 'ended']);
  }

  /**
   * Goes on from one tick to the next, if it stands as it was seen: whoever is second changes nothing, whatever it believes to hold.
   * @param seen what the decision was made on @returns whether it did
   */
  async advance(
    tx: Queryable,
    seen: Pick<ScheduleRow, 'scheduleId' | 'nextDueAt' | 'episode' | 'status'>,
    {
      nextMs,
      lookMs,
      isRun,
    }: { readonly nextMs: number | null; /** Undefined: as it is. */ readonly lookMs?: number; readonly isRun: boolean },
  ): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE workflows.schedules SET next_due_at = $4, zone_data = $8, look_at = coalesce($5, look_at), episode = episode + $6::integer, runs = runs + $6::integer
        WHERE schedule_id = $1 AND next_due_at IS NOT DISTINCT FROM $2 AND episode = $3 AND status = $7 RETURNING 1 AS one`,
      [seen.scheduleId, seen.nextDueAt, seen.episode, dateOf(nextMs), dateOf(lookMs ?? null), isRun ? 1 : 0, seen.status, ZONE_DATA],
    );
    return rows.length > 0;
  }

  /** Something has come in that is to be looked at. */
  async wake(tx: Queryable, scheduleId: string): Promise<void> {
    await tx.query(`UPDATE workflows.schedules SET look_at = ${NOW} WHERE schedule_id = $1 AND status <> 'ended'`, [scheduleId]);
  }

  /** @returns whether it was not there yet */
  async note(tx: Queryable, { scheduleId, orgId }: Pick<ScheduleRow, 'scheduleId' | 'orgId'>, ticks: readonly NewTick[]): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO workflows.ticks (schedule_id, org_id, batch, due_at, outcome, reason, run_id, until, try_at)
       SELECT $1, $2, t.* FROM unnest($3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::uuid[], $8::timestamptz[], $9::timestamptz[]) AS t
       ON CONFLICT DO NOTHING RETURNING 1 AS one`,
      [
        ...[scheduleId, orgId, ticks.map(({ batch = '' }) => batch), ticks.map(({ dueMs }) => new Date(dueMs))],
        ...[ticks.map(({ outcome }) => outcome), ticks.map(({ reason = null }) => reason), ticks.map(({ runId = null }) => runId)],
        ...[ticks.map(({ untilMs = null }) => dateOf(untilMs)), ticks.map(({ tryMs = null }) => dateOf(tryMs))],
      ],
    );
    return rows.length === ticks.length;
  }

  /** What became of a tick that waited. @returns whether it still did */
  async settle(
    tx: Queryable,
    scheduleId: string,
    { dueAt, batch }: Pick<TickRow, 'dueAt' | 'batch'>,
    {
      outcome,
      reason = null,
      runId = null,
      tryMs = null,
    }: Omit<NewTick, 'dueMs' | 'runId' | 'tryMs'> & {
      readonly runId?: string | null;
      readonly tryMs?: number | null;
    },
  ): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE workflows.ticks SET outcome = $4, reason = $5, run_id = $6, try_at = $7, decided_at = now()
        WHERE schedule_id = $1 AND due_at = $2 AND batch = $3 AND outcome = 'buffered' RETURNING 1 AS one`,
      [scheduleId, dueAt, batch, outcome, reason, runId, dateOf(tryMs)],
    );
    return rows.length > 0;
  }

  /** Ticks that were decided about so long ago. */
  async forget(days: number): Promise<void> {
    await deleteInBatches(
      this.database,
      `DELETE FROM workflows.ticks WHERE ctid IN (
         SELECT ctid FROM workflows.ticks WHERE decided_at < now() - $2 * interval '1 day' AND outcome <> 'buffered'
          LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
      [days],
    );
  }

  /** Newest first. @param olderThan due time and batch of the last one that was shown */
  ticks(
    orgId: string,
    scheduleId: string,
    {
      outcome,
      olderThan,
      limit,
    }: { readonly outcome: string | null; readonly olderThan: readonly [string, string] | null; readonly limit: number },
  ): Promise<TickRow[]> {
    const [dueAt = null, batch = null] = olderThan ?? [];
    return this.database.forOrganisation(orgId).query<TickRow>(
      `SELECT ${TICK_COLUMNS} FROM workflows.ticks
        WHERE org_id = $1 AND schedule_id = $2 AND ($3::text IS NULL OR outcome = $3)
          AND ($4::timestamptz IS NULL OR (due_at, batch) < ($4, $5)) ORDER BY due_at DESC, batch DESC LIMIT $6`,
      [orgId, scheduleId, outcome, dueAt, batch, limit],
    );
  }

  lastTick(scheduleId: string, tx: Queryable): Promise<TickRow[]> {
    const sql = `SELECT ${TICK_COLUMNS} FROM workflows.ticks WHERE schedule_id = $1 ORDER BY due_at DESC, batch DESC LIMIT 1`;
    return tx.query<TickRow>(sql, [scheduleId]);
  }

  /** Due times between two moments at which it has started a run. */
  async fired(scheduleId: string, fromMs: number, toMs: number): Promise<ReadonlySet<number>> {
    const rows = await this.database.query<{ at: Date }>(
      `SELECT due_at AS at FROM workflows.ticks
        WHERE schedule_id = $1 AND due_at BETWEEN $2 AND $3 AND batch NOT LIKE 'manual%' AND outcome IN ('fired', 'buffered')`,
      [scheduleId, new Date(fromMs), new Date(toMs)],
    );
    return new Set(rows.map(({ at }) => at.getTime()));
  }
}
