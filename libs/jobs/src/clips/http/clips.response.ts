import { ApiProperty } from '@nestjs/swagger';
import { type SignedUrls } from '#assets';
import { type ClipSetReading } from '../application/handlers/messages.js';
import { type SetClip, summaryOf } from '../domain/clip-set.state.js';

/** Links in answers work this long (api.md, "Artifacts"). */
const LINK_SECONDS = 3600;

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

export type ClipAnswer = 'pending' | (string & {}) | { readonly error: { readonly code: string; readonly message: string } };

export class ClipsResponse {
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

  static of({ set, updatedAt }: ClipSetReading, urls: SignedUrls): ClipsResponse {
    const response = new ClipsResponse();
    response.id = set.clipSetId;
    response.status = set.status;
    response.model = set.model;
    response.aspectRatio = set.aspectRatio;
    response.clips = Object.fromEntries(set.clips.map((clip) => [clip.clipId, answerOf(clip, urls)]));
    response.frames = Object.fromEntries(set.clips.map(({ scene, clipId }) => [scene, clipId]));
    response.summary = summaryOf(set.clips);
    response.createdAt = set.createdAt;
    response.updatedAt = updatedAt;
    response.completedAt = set.completedAt;
    return response;
  }
}

export class ClipsListResponse {
  @ApiProperty({ type: [ClipsResponse] })
  data: readonly ClipsResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

function answerOf({ outcome }: SetClip, urls: SignedUrls): ClipAnswer {
  if (outcome === null) return 'pending';
  if (outcome.status === 'failed') return { error: { code: outcome.code, message: outcome.message } };
  return urls.sign(outcome.clip.key, outcome.clip.contentType, LINK_SECONDS);
}
