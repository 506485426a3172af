import { ApiProperty } from '@nestjs/swagger';
import { type EpisodeView, type SeriesView } from '../application/series.view.js';

const STATUSES = ['queued', 'processing', 'awaiting_approval', 'completed', 'failed', 'cancelled'] as const;

export class SeriesResponse implements SeriesView {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty()
  name: string;
  @ApiProperty()
  bible: string;
  @ApiProperty({ type: [String] })
  topics: readonly string[];
  @ApiProperty({ type: 'object', additionalProperties: true })
  defaults: SeriesView['defaults'];
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Number of the episode that is ordered next.' })
  nextEpisode: number;
  @ApiProperty({ type: String, nullable: true, description: 'Null: there is none left, or there never was one.' })
  nextTopic: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The batch of the episodes that were ordered together with it; null: there is none.',
  })
  batchId: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class SeriesListResponse {
  @ApiProperty({ type: [SeriesResponse] })
  data: readonly SeriesResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class EpisodeResponse implements EpisodeView {
  @ApiProperty({ format: 'uuid' })
  seriesId: string;
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Each number is given once, in the order of the orders.' })
  episode: number;
  @ApiProperty({ type: String, nullable: true, description: 'Null: it has a subject of its own.' })
  topic: string | null;
  @ApiProperty({ format: 'uuid' })
  videoId: string;
  @ApiProperty({ type: String, enum: [...STATUSES, null], nullable: true, description: 'Of the video; null: it was deleted.' })
  status: EpisodeView['status'];
  @ApiProperty({ type: String, nullable: true })
  title: string | null;
  @ApiProperty({ type: String, format: 'uri', nullable: true, description: 'Of the film; works without a key for an hour.' })
  videoUrl: string | null;
  @ApiProperty({ format: 'date-time' })
  orderedAt: string;
}

export class EpisodeListResponse {
  @ApiProperty({ type: [EpisodeResponse] })
  data: readonly EpisodeResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
