import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type * as contract from '../../contracts/video.resource.js';
import { WORK_STATUSES } from './video.response.js';

export class AttributionResponse {
  @ApiProperty({ description: '`provider:id`; no film has the same one twice.' })
  id: string;
  @ApiProperty()
  pageUrl: string;
  @ApiProperty()
  author: string;
  @ApiProperty({ type: String, nullable: true })
  authorUrl: string | null;
  @ApiPropertyOptional({
    example: 'CC BY-SA 4.0',
    description: 'What it may be shown under; absent where the library has terms of its own.',
  })
  license?: string;
  @ApiPropertyOptional({ type: String, nullable: true })
  licenseUrl?: string | null;
}

export class SegmentErrorResponse {
  @ApiProperty()
  code: string;
  @ApiProperty()
  message: string;
  @ApiPropertyOptional({ description: 'The model that failed.' })
  model?: string;
}

export class SegmentAttemptResponse implements contract.SegmentAttempt {
  @ApiProperty({ type: 'integer', description: '1 for the first.' })
  number: number;
  @ApiProperty({ type: 'integer', description: 'After so many the next model is tried.' })
  of: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the try before failed; null: it is the first one.' })
  startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Of a repeated try, about when it begins.' })
  retryAt: string | null;
}

export class LadderRungResponse implements contract.LadderRung {
  @ApiProperty({ enum: ['image', 'clip'] })
  what: 'image' | 'clip';
  @ApiProperty({ example: 'kie:veo-3-1' })
  model: string;
  @ApiProperty({
    enum: ['waiting', 'trying', 'gave_up', 'took_over', 'not_needed'],
    description: '`took_over`: what is shown is its work.',
  })
  state: contract.LadderRung['state'];
  @ApiProperty({ type: 'integer' })
  tries: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it gave up.' })
  code: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ type: 'integer' })
  costMicros: number;
}

export class SegmentTakeResponse implements contract.SegmentTake {
  @ApiProperty({ type: 'integer', description: '0 for the first; rises with everything that is made anew or restored.' })
  take: number;
  @ApiProperty({ example: 'kie:veo-3-1' })
  source: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: recorded by an earlier release.' })
  at: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The take whose clip it shows again; null: it was made.' })
  restoredFrom: number | null;
  @ApiProperty({ description: 'Whether it is what the film shows.' })
  isShown: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'The wish it was made after; null: as planned.' })
  prompt: string | null;
  @ApiProperty({ type: 'integer', description: 'Of its clip and its picture; 0 where it was restored.' })
  costMicros: number;
  @ApiProperty({ type: String, nullable: true, description: 'Works without a header for an hour.' })
  thumbnailUrl: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Works without a header for an hour.' })
  imageUrl: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Null: it shows a still. Works without a header for an hour.' })
  videoUrl: string | null;
}

export class VideoSegmentResponse implements contract.VideoSegment {
  @ApiProperty({ type: 'integer', description: 'From 0.' })
  index: number;
  @ApiProperty({ enum: ['intro', 'main', 'outro'] })
  section: contract.VideoSegment['section'];
  @ApiProperty({ description: 'Its part of the narration.' })
  text: string;
  @ApiProperty()
  imagePrompt: string;
  @ApiProperty()
  videoPrompt: string;
  @ApiProperty({ type: 'integer' })
  seed: number;
  @ApiProperty()
  durationSeconds: number;
  @ApiProperty({ enum: WORK_STATUSES })
  imageStatus: contract.VideoSegment['imageStatus'];
  @ApiProperty({ enum: WORK_STATUSES })
  videoStatus: contract.VideoSegment['videoStatus'];
  @ApiProperty({ type: String, nullable: true, example: 'kie:veo-3-1', description: 'Who makes or made what it shows.' })
  source: string | null;
  @ApiProperty({ type: 'integer' })
  attempts: number;
  @ApiProperty({ description: 'It shows something else than was asked for.' })
  isFallback: boolean;
  @ApiProperty({ type: AttributionResponse, nullable: true, description: 'Whose footage it is.' })
  attribution: AttributionResponse | null;
  @ApiProperty({ type: String, nullable: true, description: 'Works without a header for an hour.' })
  imageUrl: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A small picture of it, 30 kB at most. Works without a header for an hour.' })
  thumbnailUrl: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Works without a header for an hour.' })
  videoUrl: string | null;
  @ApiProperty({ type: 'integer', description: 'What was paid for its pictures, those made before included; 1 USD = 1 000 000.' })
  costMicros: number;
  @ApiProperty({ type: [SegmentTakeResponse], description: 'All clips it has had, the oldest first.' })
  takes: readonly SegmentTakeResponse[];
  @ApiProperty({ type: SegmentAttemptResponse, nullable: true, description: 'The try under way; null: nothing is being made.' })
  attempt: SegmentAttemptResponse | null;
  @ApiProperty({ type: [LadderRungResponse], description: 'Who may make its picture and its clip, in the order in which they are tried.' })
  ladder: readonly LadderRungResponse[];
  @ApiProperty({ type: SegmentErrorResponse, nullable: true, description: 'The last failure, also one that was got over.' })
  error: SegmentErrorResponse | null;
}

export class VideoSegmentListResponse {
  @ApiProperty({ type: [VideoSegmentResponse], description: 'All of them, in order of `index`.' })
  data: readonly VideoSegmentResponse[];
  @ApiProperty({ type: 'null', description: 'There are no pages.' })
  nextCursor: null;
}
