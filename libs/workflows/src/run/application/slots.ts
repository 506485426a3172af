import { Injectable } from '@nestjs/common';
import { type EventTransaction, UnitOfWork } from '#eventing';
import { Clock, Database, fingerprintOf, type Queryable } from '#platform';
import { type Requester } from '../../contracts/requester.js';
import { type RunConcurrency, type WorkflowDocument } from '../../contracts/graph.js';
import { ExpressionRefused } from '../../graph/application/cel-bounds.js';
import { evaluateExpression, expressionChecks } from '../../graph/application/templates.js';
import { inputName } from '../../graph/domain/validate/values.js';
import { type TypedValue } from '../../nodes/node-type.js';
import { FaultyInputs } from '../../shared/domain/refusals.js';
import { CancelRun, StartRun } from '../domain/workflow-run.commands.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { ConcurrencyLimit } from '../domain/workflow-run.errors.js';

/** What a run shares places with, and how many there are. */
export interface Slot extends Required<Pick<RunConcurrency, 'limit' | 'onLimit'>> {
  readonly workflowId: string;
  readonly key: string;
}

interface SlotRow {
  readonly runId: string;
  readonly orgId: string;
  readonly most: number;
  readonly hasBegun: boolean;
}

/**
 * Which runs have a place where a workflow lets only so many go on at a time, and which wait for one, in the order of requests. A plain
 * table, changed under one lock for each key, in the transactions that accept runs and start them.
 */
@Injectable()
export class Slots {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns whether it begins; false: it waits. The same again is the same. @throws ConcurrencyLimit */
  async take(tx: EventTransaction, by: Requester, runId: string, slot: Slot): Promise<boolean> {
    const { workflowId, key, limit, onLimit } = slot;
    await locked(tx, workflowId, key);
    const rows = await this.rows(tx, workflowId, key);
    const own = rows.find((row) => row.runId === runId);
    if (own) return own.hasBegun;
    const begun = rows.filter(({ hasBegun }) => hasBegun);
    const mayBegin = begun.length < limit && begun.length === rows.length;
    if (!mayBegin && onLimit === 'refuse') throw new ConcurrencyLimit(workflowId, limit);
    const begins = mayBegin || onLimit === 'cancel-oldest';
    // Those that wait are older than this one as well: nobody waits where the newest is wanted.
    if (onLimit === 'cancel-oldest') {
      const kept = [...begun, ...rows.filter(({ hasBegun }) => !hasBegun)];
      for (const old of kept.slice(0, Math.max(0, kept.length - limit + 1))) await this.cancelled(tx, by, old);
    }
    await tx.query('INSERT INTO workflows.slots (run_id, org_id, workflow_id, key, most, has_begun) VALUES ($1, $2, $3, $4, $5, $6)', [
      ...[runId, by.orgId, workflowId, key, limit, begins],
    ]);
    return begins;
  }

  /** A run that has ended goes on: only where there is a place. @throws ConcurrencyLimit */
  async takeAgain(tx: EventTransaction, by: Requester, runId: string, slot: Slot): Promise<void> {
    await locked(tx, slot.workflowId, slot.key);
    await tx.query('DELETE FROM workflows.slots WHERE run_id = $1', [runId]);
    await this.take(tx, by, runId, { ...slot, onLimit: 'refuse' });
  }

  /** Gives the place of a run back, and has the next ones begin. Twice is safe. */
  async release(runId: string, workflowId: string, key: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await locked(tx, workflowId, key);
      await tx.query(`DELETE FROM workflows.slots WHERE run_id = $1 AND (${ENDED})`, [runId]);
      await this.startNext(tx, workflowId, key);
    });
  }

  /** Places of runs that have ended, and runs that wait where places are free: what a task should have done, and has not. */
  async sweep(): Promise<void> {
    const rows = await this.database.query<{ workflowId: string; key: string }>(
      `SELECT DISTINCT s.workflow_id AS "workflowId", s.key FROM workflows.slots s
         LEFT JOIN workflows.runs r ON r.key = s.run_id::text
        WHERE r.data->>'endedAt' IS NOT NULL
           OR (NOT s.has_begun AND s.most > (SELECT count(*) FROM workflows.slots o
                WHERE o.workflow_id = s.workflow_id AND o.key = s.key AND o.has_begun))`,
    );
    for (const { workflowId, key } of rows) {
      await this.unitOfWork.run(async (tx) => {
        await locked(tx, workflowId, key);
        await tx.query(`DELETE FROM workflows.slots WHERE workflow_id = $1 AND key = $2 AND (${ENDED})`, [workflowId, key]);
        await this.startNext(tx, workflowId, key);
      });
    }
  }

  private async startNext(tx: EventTransaction, workflowId: string, key: string): Promise<void> {
    const rows = await this.rows(tx, workflowId, key);
    let begun = rows.filter(({ hasBegun }) => hasBegun).length;
    for (const { runId, orgId, most } of rows.filter(({ hasBegun }) => !hasBegun)) {
      if (begun >= most) return;
      await tx.decide(workflowRun, runId, new StartRun({ runId }, this.clock.now()), { orgId, actor: 'system' });
      await tx.query('UPDATE workflows.slots SET has_begun = true WHERE run_id = $1', [runId]);
      begun += 1;
    }
  }

  /** In the order of requests; without those that have ended and hold their place for a moment longer. */
  private rows(tx: Queryable, workflowId: string, key: string): Promise<SlotRow[]> {
    return tx.query<SlotRow>(
      `SELECT run_id AS "runId", org_id AS "orgId", most, has_begun AS "hasBegun" FROM workflows.slots
        WHERE workflow_id = $1 AND key = $2 AND NOT (${ENDED}) ORDER BY place`,
      [workflowId, key],
    );
  }

  private async cancelled(tx: EventTransaction, by: Requester, { runId }: SlotRow): Promise<void> {
    const { state } = await tx.load(workflowRun, runId);
    if (state.status === 'running' || state.status === 'queued') {
      await tx.decide(workflowRun, runId, new CancelRun({ runId }, this.clock.now()), by);
    }
    await tx.query('DELETE FROM workflows.slots WHERE run_id = $1', [runId]);
  }
}

/** A run whose row is not there yet is being accepted; one whose row has gone was deleted, and its place went before. */
const ENDED = `EXISTS (SELECT FROM workflows.runs r WHERE r.key = slots.run_id::text AND r.data->>'endedAt' IS NOT NULL)`;

async function locked(tx: Queryable, workflowId: string, key: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`workflows.slots ${workflowId} ${key}`]);
}

/** What a run with these inputs shares places with; null: it shares none. @throws FaultyInputs where the key cannot be worked out */
export function slotOf(workflowId: string, { settings, graph }: WorkflowDocument, inputs: ReadonlyMap<string, TypedValue>): Slot | null {
  if (!settings?.concurrency) return null;
  const { limit, key, onLimit = 'queue' } = settings.concurrency;
  if (key === undefined) return { workflowId, key: '', limit, onLimit };
  const defaults = new Map(graph.nodes.map((node) => [inputName({ ...node, params: node.params ?? {} }), node.params?.['default']]));
  const names = expressionChecks.expression(key).inputs;
  const given = Object.fromEntries(names.map((name) => [name, inputs.get(name)?.value ?? defaults.get(name) ?? null]));
  try {
    const text = JSON.stringify(evaluateExpression(key, { inputs: given }));
    // What somebody has written stands in no event and no table.
    return { workflowId, key: fingerprintOf(text).toString('hex'), limit, onLimit };
  } catch (error) {
    if (!(error instanceof ExpressionRefused)) throw error;
    const message = `settings.concurrency.key: ${error.message}`;
    throw new FaultyInputs([{ path: 'inputs', code: error.code, message }]);
  }
}
