import { ApiProperty } from '@nestjs/swagger';
import { DOERS, type RunHistoryEntry } from '../application/run-history.js';

export class RunHistoryActorResponse {
  @ApiProperty({ enum: DOERS, description: '`deadline`: nobody decided in time; `system`: it happened by itself.' })
  kind: (typeof DOERS)[number];
  @ApiProperty({ type: String, nullable: true, description: 'Of the key, the member, the label of the link or the chat.' })
  name: string | null;
}

export class RunHistoryEntryResponse implements RunHistoryEntry {
  @ApiProperty({ type: 'integer', description: 'Rises; not without gaps.' })
  position: number;
  @ApiProperty({ example: 'NodeFellBack', description: 'Of the event.' })
  type: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ description: 'In words.' })
  title: string;
  @ApiProperty({ type: String, nullable: true, description: 'Id of the node; null: it concerns the run, or several.' })
  node: string | null;
  @ApiProperty({ type: RunHistoryActorResponse })
  actor: RunHistoryActorResponse;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'By `type`.' })
  details: Readonly<Record<string, unknown>>;
}

export class RunHistoryResponse {
  @ApiProperty({ type: [RunHistoryEntryResponse], description: 'All of them, oldest first.' })
  data: readonly RunHistoryEntryResponse[];
}
