import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { type ClipAnswer, type ClipSet } from '../../contracts/clips.js';

export class ClipSummaryResponse {
  @ApiProperty({ type: 'integer' })
  total: number;
  @ApiProperty({ type: 'integer' })
  pending: number;
  @ApiProperty({ type: 'integer' })
  completed: number;
  @ApiProperty({ type: 'integer' })
  failed: number;
}

export class ClipErrorResponse {
  @ApiProperty()
  code: string;
  @ApiProperty()
  message: string;
}

export class FailedClipResponse {
  @ApiProperty({ type: ClipErrorResponse })
  error: ClipErrorResponse;
}

@ApiExtraModels(FailedClipResponse)
export class ClipsResponse implements ClipSet {
  @ApiProperty({ format: 'uuid' })
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
      oneOf: [{ type: 'string' }, { $ref: getSchemaPath(FailedClipResponse) }],
    },
    description: 'By task id, in the order of `frames`: "pending", a link that works for an hour, or `{ "error": { code, message } }`.',
  })
  clips: Readonly<Record<string, ClipAnswer>>;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Task id of each scene.' })
  frames: Readonly<Record<string, string>>;
  @ApiProperty({ type: ClipSummaryResponse })
  summary: ClipSummaryResponse;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt: string | null;
}

export class ClipsListResponse {
  @ApiProperty({ type: [ClipsResponse] })
  data: readonly ClipsResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
