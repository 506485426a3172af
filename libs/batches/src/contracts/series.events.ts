import { type Event } from '#eventing/domain';

/** First event of every `series` stream. Its words lie in `batches.series`; its episodes are the videos whose origin names it. */
export type SeriesCreated = Event<'SeriesCreated', { seriesId: string; createdAt: string }>;

export type SeriesChanged = Event<
  'SeriesChanged',
  { seriesId: string; /** Which of its members. */ fields: readonly ('name' | 'bible' | 'topics' | 'defaults')[]; changedAt: string }
>;

/** Its words are forgotten; its videos stay. */
export type SeriesDeleted = Event<'SeriesDeleted', { seriesId: string; deletedAt: string }>;

export type SeriesEvent = SeriesCreated | SeriesChanged | SeriesDeleted;
