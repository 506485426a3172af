/** What may be needed to keep a film: H.264 as films are joined here, 7 Mbit/s for 1080p at 30 frames; AAC at 192 kbit/s. */
const BYTES_PER_PIXEL_FRAME = 0.014;
const SOUND_BYTES_PER_SECOND = 24_000;

export interface ExpectedFilm {
  readonly seconds: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number;
}

export const subjectOf = (videoId: string) => ({ kind: 'short_video' as const, id: videoId });

/** One reservation for the film, under its own id: its length counts as film and as rendering, all of it is encoded once, and it is one that is under way. */
export const reservationOf = (orgId: string, videoId: string, { seconds, widthPx, heightPx, fps }: ExpectedFilm) => ({
  reservationId: videoId,
  orgId,
  subject: subjectOf(videoId),
  quantities: {
    video_seconds: seconds,
    render_seconds: seconds,
    concurrent_videos: 1,
    storage_bytes: Math.ceil(seconds * (widthPx * heightPx * fps * BYTES_PER_PIXEL_FRAME + SOUND_BYTES_PER_SECOND)),
  },
});
