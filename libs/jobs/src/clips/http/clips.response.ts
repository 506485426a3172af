import { ApiProperty } from '@nestjs/swagger';
import { type ClipAnswer, type ClipSet } from '../../contracts/clips.js';

class ClipSummaryResponse {
  @ApiProperty()
  total: number;
  @ApiProperty()
  pending: number;
  @ApiProperty()
  completed: number;
  @ApiProperty()
  failed: number;
}

export class ClipsResponse implements ClipSet {
  @ApiProperty()
  id: string;
  @ApiProperty({ enum: ['processing', 'completed'], description: '`completed`: nothing is pending.' })
  status: 'processing' | 'completed';
  @ApiProperty()
  model: string;
  @ApiProperty()
  aspectRatio: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: {
      oneOf: [{ type: 'string' }, { type: 'object', properties: { error: { type: 'object' } } }],
    },
    description: 'By task id, in the order of `frames`: "pending", a link that works for an hour, or `{ "error": { code, message } }`.',
  })
  clips: Record<string, ClipAnswer>;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Task id of each scene.' })
  frames: Record<string, string>;
  @ApiProperty({ type: ClipSummaryResponse })
  summary: ClipSummaryResponse;
  @ApiProperty()
  createdAt: string;
  @ApiProperty()
  updatedAt: string;
  @ApiProperty({ type: String, nullable: true })
  completedAt: string | null;
}

export class ClipsListResponse {
  @ApiProperty({ type: [ClipsResponse] })
  data: readonly ClipsResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
