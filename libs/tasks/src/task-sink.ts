import { Injectable } from '@nestjs/common';
import { type EffectSink, type InlineSink } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type Queryable } from '#platform';
import { type TaskEffect, type TaskRequest } from './contracts/tasks.js';
import { dispatchOf } from './dispatch/dispatch.js';
import { TaskRuntime } from './task-runtime.js';
import { type CausedRequest } from './table/task-table.js';

type Caused = { readonly effect: TaskEffect; readonly cause: Recorded };

/**
 * Where process managers put work: stored in their own transaction, announced to the workers after it. A crash in between loses
 * only the announcement, which the reconciler makes up for.
 */
@Injectable()
export class TaskSink implements EffectSink<TaskEffect> {
  /** A cancellation ends whatever it finds: said again later, it would end what was asked for since. */
  readonly inline: InlineSink<TaskEffect> = {
    isRepeatable: (effect) => 'request' in effect,
    open: (effects) =>
      this.runtime.bear(effects.flatMap(({ effect, cause }) => ('request' in effect ? [causedBy(cause, effect.request)] : []))),
  };

  constructor(private readonly runtime: TaskRuntime) {}

  async store(tx: Queryable, effects: readonly Caused[]): Promise<void> {
    // In their order: what a later effect cancels includes what an earlier one asked for, and not the other way round.
    for (const run of runsOf(effects)) {
      if (run.kind === 'cancel') await this.runtime.table.cancel(tx, run.subjectIds);
      else await this.runtime.table.insert(tx, run.requests);
    }
  }

  announce(effects: readonly Caused[]): void {
    const dispatches = [];
    for (const { effect } of effects) {
      if ('cancel' in effect) this.runtime.running.interruptSubject(effect.cancel.cancelSubjectId);
      else {
        const { taskId, queue, notBefore } = effect.request;
        const delayMs = notBefore === undefined ? 0 : Math.max(0, Date.parse(notBefore) - Date.now());
        dispatches.push(dispatchOf(taskId, queue, 0, delayMs));
      }
    }
    this.runtime.announce(dispatches);
  }
}

type Run = { readonly kind: 'cancel'; readonly subjectIds: string[] } | { readonly kind: 'insert'; readonly requests: CausedRequest[] };

const causedBy = ({ eventId, metadata: { correlationId, traceparent } }: Recorded, request: TaskRequest): CausedRequest => ({
  ...{ request, correlationId, causationId: eventId, traceparent },
});

/** Neighbouring effects of one kind go into one statement. */
function runsOf(effects: readonly Caused[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { effect, cause } of effects) {
    const last = runs.at(-1);
    if ('cancel' in effect) {
      if (last?.kind === 'cancel') last.subjectIds.push(effect.cancel.cancelSubjectId);
      else runs.push({ kind: 'cancel', subjectIds: [effect.cancel.cancelSubjectId] });
      continue;
    }
    const caused = causedBy(cause, effect.request);
    if (last?.kind === 'insert') last.requests.push(caused);
    else runs.push({ kind: 'insert', requests: [caused] });
  }
  return runs;
}
