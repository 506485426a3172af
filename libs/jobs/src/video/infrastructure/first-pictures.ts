import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';

/** Films at a time that are watched, and times that wait to be told: these are samples, and no list that grows. */
const MOST = 10_000;

interface Ordered {
  /** What people were waited for is put on top. In ms. */
  readonly sinceMs: number;
  /** When somebody was asked who has not decided yet. */
  readonly askedMs: number | null;
}

/** How long films take from their order to their first picture, without what people were waited for; of those whose order was seen. */
export class FirstPictures {
  private readonly ordered = new Map<string, Ordered>();
  private readonly found: number[] = [];

  add({ type, data, recordedAt }: Recorded<VideoJobEvent>): void {
    const { videoId } = data;
    const atMs = Date.parse(recordedAt);
    if (type === 'JobCreated' && this.ordered.size < MOST) this.ordered.set(videoId, { sinceMs: atMs, askedMs: null });
    const film = this.ordered.get(videoId);
    if (!film) return;
    if (type === 'ApprovalRequested') this.ordered.set(videoId, { ...film, askedMs: atMs });
    if (type === 'ApprovalDecided') this.ordered.set(videoId, { sinceMs: film.sinceMs + atMs - (film.askedMs ?? atMs), askedMs: null });
    const isPicture = type === 'ImageGenerated' || type === 'SegmentGenerated';
    if (isPicture && this.found.length < MOST) this.found.push(Math.max(0, atMs - film.sinceMs) / 1000);
    if (isPicture || type === 'JobCompleted' || type === 'JobFailed' || type === 'JobCancelled') this.ordered.delete(videoId);
  }

  /** In seconds; each once. */
  take(): readonly number[] {
    return this.found.splice(0);
  }
}
