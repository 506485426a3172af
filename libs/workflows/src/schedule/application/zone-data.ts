import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { workflowSchedule } from '../domain/workflow-schedule.decider.js';
import { nextTickOf, ScheduleBook } from './schedule-book.js';
import { ScheduleTable } from './schedule-table.js';

const AT_ONCE = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Governments change clocks at short notice. A tick that was calculated with older zone data is calculated again when a process starts
 * that has newer ones; one that is due already is decided about as it stands.
 */
@Injectable()
export class ZoneData {
  constructor(
    private readonly table: ScheduleTable,
    private readonly book: ScheduleBook,
    private readonly store: EventStore,
  ) {}

  async recalculate(): Promise<void> {
    for (let after = FIRST; ;) {
      const rows = await this.table.calculatedOtherwise(after, AT_ONCE);
      const loaded = await this.store.loadMany(
        workflowSchedule,
        rows.map(({ scheduleId }) => scheduleId),
      );
      for (const row of rows) {
        const state = loaded.get(row.scheduleId)?.state;
        if (!state || state.status === 'absent') continue;
        const nowMs = row.now.getTime();
        const nextMs = nextTickOf(state.rule)(nowMs);
        await this.table.recalculated(row, nextMs, this.book.lookMs(row.scheduleId, state.rule, nextMs, nowMs));
      }
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) return;
      after = last.scheduleId;
    }
  }
}
