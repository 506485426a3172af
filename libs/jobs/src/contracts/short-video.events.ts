import { type Event } from '#eventing/domain';

/** Somebody has a film put together from scenes. Addresses of media and callbacks stand beside the log, since they may be signed. */
export type ShortVideoOrdered = Event<
  'ShortVideoOrdered',
  {
    videoId: string;
    scenes: number;
    /** Length that was reserved for, in seconds; null for a film ordered when nothing was: it is not accounted for. */
    expectedSeconds: number | null;
    orderedAt: string;
  }
>;

/** It is being put together. */
export type ShortVideoStarted = Event<'ShortVideoStarted', { videoId: string }>;

/** The film is stored. */
export type ShortVideoRendered = Event<
  'ShortVideoRendered',
  {
    videoId: string;
    file: { key: string; contentType: string; sizeBytes: number; /** Hex, of the bytes. */ sha256: string };
    /** Length of the film. */ durationSeconds: number;
    renderedAt: string;
  }
>;

/** It could not be put together. Terminal. */
export type ShortVideoFailed = Event<'ShortVideoFailed', { videoId: string; code: string; message: string; failedAt: string }>;

/** Who ordered it was told how it ended, or cannot be told. */
export type ShortVideoAnnounced = Event<'ShortVideoAnnounced', { videoId: string; wasHeard: boolean }>;

/** Nobody wants it any more. */
export type ShortVideoDeleted = Event<'ShortVideoDeleted', { videoId: string; deletedAt: string }>;

/** Its files are gone from storage. */
export type ShortVideoFilesRemoved = Event<'ShortVideoFilesRemoved', { videoId: string }>;

export type ShortVideoEvent =
  | ShortVideoOrdered
  | ShortVideoStarted
  | ShortVideoRendered
  | ShortVideoFailed
  | ShortVideoAnnounced
  | ShortVideoDeleted
  | ShortVideoFilesRemoved;
