/** Waits for a film by its event stream, and by asking where there is none. */
import { TimeoutError, VideoFailedError } from './errors.js';
import { type Video, type VideoEvent, type VideoProgress } from './generated/types.gen.js';
import { abortedBy, isPassing, sleep } from './http/retry.js';
import { type CallOptions } from './http/transport.js';
import { type EventStream, type StreamOptions } from './events/event-stream.js';

export interface WaitOptions {
  /** Called with each change, and once with the state at the beginning. */
  readonly onProgress?: (progress: VideoProgress) => void;
  /** `ended`: until there is a film. `gate`: also until somebody has to decide. Default: `ended`. */
  readonly until?: 'ended' | 'gate';
  /** Of the whole wait, in milliseconds. Default: no end. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** How often to ask where the event stream does not come through. Default: 5 000. */
  readonly pollMs?: number;
}

/** What is needed of `kadr.videos`. */
interface WatchedVideos {
  get(id: string, options: CallOptions): PromiseLike<Video>;
  events(id: string, options: StreamOptions): EventStream<VideoEvent>;
}

/** So often in a row Kadr may not be there while it is asked. */
const MAX_SILENT_POLLS = 60;
/** Setting a longer timer makes it fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * @returns the film; with `until: 'gate'` perhaps one that awaits an approval
 * @throws VideoFailedError when it failed or was cancelled; TimeoutError after `timeoutMs`; AbortError; ApiError
 */
export async function waitForVideo(videos: WatchedVideos, id: string, options: WaitOptions = {}): Promise<Video> {
  const deadline = new AbortController();
  const timer = options.timeoutMs === undefined ? undefined : expiring(deadline, id, options.timeoutMs);
  const abort = (): void => deadline.abort(abortedBy(options.signal));
  if (options.signal?.aborted) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await new Watch(videos, id, options, deadline.signal).end();
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

function expiring(deadline: AbortController, id: string, timeoutMs: number): ReturnType<typeof setTimeout> {
  const expire = (): void =>
    deadline.abort(new TimeoutError(`Video ${id} was not there after ${timeoutMs / 1000} s; it goes on being made`));
  return setTimeout(expire, Math.min(timeoutMs, MAX_TIMER_MS));
}

class Watch {
  private after: string | undefined;
  private isStreaming = true;
  private said = '';

  constructor(
    private readonly videos: WatchedVideos,
    private readonly id: string,
    private readonly options: WaitOptions,
    private readonly signal: AbortSignal,
  ) {}

  /** Events say when to look; what counts is what the video says itself. */
  async end(): Promise<Video> {
    let video = await this.videos.get(this.id, { signal: this.signal });
    this.tell(video.progress);
    while (!this.isThere(video)) {
      if (this.isStreaming) await this.nextEnd();
      else await sleep(this.options.pollMs ?? 5_000, this.signal);
      video = await this.asked();
      this.tell(video.progress);
    }
    if (video.status === 'failed' || video.status === 'cancelled') throw new VideoFailedError(video);
    return video;
  }

  private isThere({ status }: Video): boolean {
    return (
      status === 'completed' ||
      status === 'failed' ||
      status === 'cancelled' ||
      (this.options.until === 'gate' && status === 'awaiting_approval')
    );
  }

  /** Until the stream says that it may be over. A stream that does not come through is not tried again. */
  private async nextEnd(): Promise<void> {
    const stream = this.videos.events(this.id, {
      signal: this.signal,
      maxRetries: 3,
      ...(this.after !== undefined && { after: this.after }),
    });
    try {
      for await (const event of stream) {
        this.after = event.id;
        if (event.event === 'progress') this.tell(event.data);
        if (event.event === 'approval' && event.data.status === 'pending' && this.options.until === 'gate') return;
      }
      // It has been read to its end, and may say so again before the video does.
      await sleep(50, this.signal);
    } catch (error) {
      if (this.signal.aborted || !isPassing(error)) throw error;
      this.isStreaming = false;
    }
  }

  private async asked(): Promise<Video> {
    for (let silent = 1; ; silent += 1) {
      try {
        return await this.videos.get(this.id, { signal: this.signal });
      } catch (error) {
        if (this.signal.aborted || !isPassing(error) || silent >= MAX_SILENT_POLLS) throw error;
        await sleep(this.options.pollMs ?? 5_000, this.signal);
      }
    }
  }

  private tell(progress: VideoProgress): void {
    const said = JSON.stringify(progress);
    if (said !== this.said) this.options.onProgress?.(progress);
    this.said = said;
  }
}
