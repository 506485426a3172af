import { ApiProperty } from '@nestjs/swagger';
import { type Missed, type Overlap } from '../../contracts/workflow-schedule.events.js';
import { type ScheduleView, type TickView } from '../application/schedule.view.js';
import { type Preview } from '../application/schedules.service.js';
import { type Occurrence } from '../application/times.js';

export class ScheduleTickResponse implements TickView {
  @ApiProperty({ format: 'date-time' })
  dueAt: string;
  @ApiProperty({ enum: ['fired', 'skipped', 'refused', 'buffered'], description: '`buffered`: it waits.' })
  outcome: TickView['outcome'];
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  runId: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: '`overlap`, `missed`, `paused`, `manual`, `backfill`, or the code of a refusal.',
  })
  reason: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Of many ticks that are told together: the last moment.' })
  until: string | null;
}

export class WorkflowScheduleResponse implements ScheduleView {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  workflowId: string;
  @ApiProperty()
  name: string;
  @ApiProperty({ example: '0 9 * * 1-5' })
  cron: string;
  @ApiProperty()
  timezone: string;
  @ApiProperty({ description: 'The cron expression in words.', example: 'At 09:00, Monday through Friday' })
  text: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  inputs: Readonly<Record<string, unknown>>;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: the latest.' })
  version: number | null;
  @ApiProperty({ enum: ['skip', 'buffer_one', 'buffer_all', 'cancel_other', 'allow'] })
  overlap: Overlap;
  @ApiProperty({ enum: ['none', 'last', 'all'] })
  missed: Missed;
  @ApiProperty({ type: 'integer' })
  catchUpWindowSeconds: number;
  @ApiProperty({ type: 'integer' })
  jitterSeconds: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startsAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endsAt: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  maxRuns: number | null;
  @ApiProperty({ enum: ['skip', 'wait'] })
  onQuota: 'skip' | 'wait';
  @ApiProperty({ type: 'integer' })
  pauseAfterFailures: number;
  @ApiProperty({ enum: ['active', 'paused', 'ended'] })
  status: ScheduleView['status'];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it does not run: `person`, `failures`, `ends_at`, `max_runs`, `workflow_deleted`.',
  })
  reason: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextAt: string | null;
  @ApiProperty({ type: ScheduleTickResponse, nullable: true })
  lastTick: ScheduleTickResponse | null;
  @ApiProperty({ type: 'integer', description: 'Number of the next run.' })
  episode: number;
  @ApiProperty({ type: 'integer', description: 'Runs it has started.' })
  runs: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class WorkflowScheduleListResponse {
  @ApiProperty({ type: [WorkflowScheduleResponse] })
  data: readonly WorkflowScheduleResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ScheduleTickListResponse {
  @ApiProperty({ type: [ScheduleTickResponse] })
  data: readonly ScheduleTickResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class BackfillResponse {
  @ApiProperty({ type: [ScheduleTickResponse], description: 'Ticks that wait now, oldest first.' })
  ticks: readonly ScheduleTickResponse[];
}

export class OccurrenceResponse implements Occurrence {
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ example: '2026-03-29T03:00:00+02:00', description: 'By the wall clock of the time zone.' })
  localTime: string;
  @ApiProperty({ type: String, nullable: true, description: 'What a clock change does to it.' })
  note: string | null;
}

export class SchedulePreviewResponse implements Preview {
  @ApiProperty({ description: 'The cron expression in words.' })
  text: string;
  @ApiProperty({ type: [OccurrenceResponse] })
  next: readonly OccurrenceResponse[];
}
