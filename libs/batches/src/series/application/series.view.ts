import { type Video } from '#jobs';
import { type Json } from '../../domain/rows.js';

export interface SeriesView {
  readonly id: string;
  readonly name: string;
  /** What all episodes have in common, for the writer; empty: nothing. */
  readonly bible: string;
  /** In the order in which episodes take them. */
  readonly topics: readonly string[];
  readonly defaults: Json;
  /** Number of the episode that is ordered next. */
  readonly nextEpisode: number;
  /** Null: there is none left, or there never was one. */
  readonly nextTopic: string | null;
  /** The batch that was ordered together with it; null: none, or it was deleted. */
  readonly batchId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface EpisodeView {
  readonly seriesId: string;
  /** From 1. */
  readonly episode: number;
  readonly topic: string | null;
  readonly videoId: string;
  /** Null: the video was deleted. */
  readonly status: Video['status'] | null;
  readonly title: string | null;
  /** Of the film; works without a key for an hour. */
  readonly videoUrl: string | null;
  readonly orderedAt: string;
}
