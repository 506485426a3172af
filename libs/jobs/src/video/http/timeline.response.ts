import { ApiProperty } from '@nestjs/swagger';
import type * as contract from '../../contracts/video.resource.js';

export class TimelineActorResponse implements contract.TimelineActor {
  @ApiProperty({
    example: 'link:0198b8e8-7c1e-7a55-9d5f-5d0f5b1f6a01',
    description: '`key:`, `member:`, `link:` or `contact:`, and an id.',
  })
  actor: string;
  @ApiProperty({ type: String, nullable: true, description: 'What people call it, such as the label of an approval link.' })
  name: string | null;
}

export const ACTOR_KINDS: readonly contract.ActorKind[] = ['member', 'key', 'link', 'contact', 'deadline', 'system'];

export class TimelineDoerResponse implements contract.TimelineDoer {
  @ApiProperty({ enum: ACTOR_KINDS, description: '`deadline`: nobody decided in time; `system`: it happened by itself.' })
  kind: contract.ActorKind;
  @ApiProperty({ type: String, nullable: true, description: 'Of the key, the member, the label of the link or the chat.' })
  name: string | null;
}

export class TimelineEntryResponse implements contract.TimelineEntry {
  @ApiProperty({ type: 'integer', description: 'Rises; not without gaps.' })
  position: number;
  @ApiProperty({ example: 'JobCreated', description: 'Of the event.' })
  type: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ description: 'In the language of the video, or in the one that was asked for.' })
  title: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: of the whole video.' })
  segment: number | null;
  @ApiProperty({ type: TimelineActorResponse, nullable: true, description: 'Who asked for it; null: it happened by itself.' })
  by: TimelineActorResponse | null;
  @ApiProperty({ type: TimelineDoerResponse })
  actor: TimelineDoerResponse;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'By `type`.' })
  details: Readonly<Record<string, unknown>>;
}

export class TimelineResponse {
  @ApiProperty({ type: [TimelineEntryResponse], description: 'All of them, oldest first.' })
  data: readonly TimelineEntryResponse[];
}
