import { ApiProperty } from '@nestjs/swagger';
import { type DeadLetter } from '../consumers/dead-letters.js';
import { type ProjectionStatus } from '../projections/projections.js';

export class ProjectionResponse {
  @ApiProperty({ example: 'jobs.video-index' })
  name: string;
  @ApiProperty({ enum: ['inline', 'async'], description: '`inline`: changed in the transaction that appends, so it never lags' })
  mode: ProjectionStatus['mode'];
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the rows; null: they have never been built' })
  version: number | null;
  @ApiProperty({ type: 'integer', description: 'Of this release' })
  wantedVersion: number;
  @ApiProperty({ type: 'integer', description: 'Up to here the rows are complete' })
  position: number;
  @ApiProperty({ type: 'integer', description: 'Positions behind the end of the log' })
  lag: number;
  @ApiProperty({ description: 'Whether this process is making the rows anew' })
  isRebuilding: boolean;

  static of({ name, mode, version, wantedVersion, position, lag, isRebuilding }: ProjectionStatus): ProjectionResponse {
    return Object.assign(new ProjectionResponse(), { name, mode, version, wantedVersion, position, lag, isRebuilding });
  }
}

export class ProjectionListResponse {
  @ApiProperty({ type: [ProjectionResponse] })
  data: readonly ProjectionResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}

export class DeadLetterResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'jobs.produce-video', description: 'The process manager or projection that could not handle the event' })
  consumer: string;
  @ApiProperty({ description: 'What waits together: the stream, or the key of a row' })
  lane: string;
  @ApiProperty()
  streamId: string;
  @ApiProperty({ type: 'integer' })
  position: number;
  @ApiProperty({ format: 'uuid' })
  eventId: string;
  @ApiProperty()
  eventType: string;
  @ApiProperty({ enum: ['retrying', 'parked', 'waiting'], description: '`parked`: needs a person; `waiting`: behind another of its lane' })
  status: DeadLetter['status'];
  @ApiProperty({ enum: ['failed', 'unknown_event', 'behind_another'] })
  reason: string;
  @ApiProperty({ description: 'Of the last attempt' })
  error: string;
  @ApiProperty({ type: 'integer' })
  attempts: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  static of(deadLetter: DeadLetter): DeadLetterResponse {
    const {
      id,
      consumer,
      orderingKey: lane,
      streamId,
      position,
      eventId,
      eventType,
      status,
      reason,
      error,
      attempts,
      createdAt,
    } = deadLetter;
    const event = { streamId, position, eventId, eventType };
    return Object.assign(new DeadLetterResponse(), { id, consumer, lane, ...event, status, reason, error, attempts, createdAt });
  }
}

export class DeadLetterListResponse {
  @ApiProperty({ type: [DeadLetterResponse] })
  data: DeadLetterResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ReplayResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: ['retrying'] })
  status: 'retrying';
}
