/** Follows a video to its end, over broken connections and restarts of the server. */
import { ApiError, ConnectionError, type Kadr, TimeoutError, type Video, type VideoEvent } from '@kadr/sdk';
import { sleep } from '../sleep.js';
import { after, type GateType, isEnded, type VideoView, viewOf } from './view.js';

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly onView: (view: VideoView) => void;
  readonly onEvent?: (event: VideoEvent) => void;
  /** Asked when somebody has to decide; what it resolves with ends the watch. Null: go on. */
  readonly onGate?: (gate: GateType, video: Video) => Promise<'stop' | null>;
  /** How long to wait where nothing comes through. Default: 5 000. */
  readonly pollMs?: number;
}

/** So often in a row Kadr may not be there. */
const MAX_SILENT_POLLS = 60;
/** What comes within it is shown as one. */
const BURST_MS = 150;

/** @returns the video as it is when it has ended, or when `onGate` said to stop @throws ApiError, ConnectionError, AbortError */
export async function follow(kadr: Kadr, id: string, options: FollowOptions): Promise<Video> {
  return new Follower(kadr, id, options).end();
}

class Follower {
  private lastId: string | undefined;
  private view: VideoView | null = null;
  private asked = '';
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly kadr: Kadr,
    private readonly id: string,
    private readonly options: FollowOptions,
  ) {}

  /** Events say when to look; what counts is what the video says itself. */
  async end(): Promise<Video> {
    for (;;) {
      const video = await this.look();
      if (isEnded(video)) return video;
      const answer = await this.askAt(video);
      if (answer === 'stop') return video;
      // Whoever was asked may have decided.
      if (answer === null) await this.listen();
    }
  }

  private async look(): Promise<Video> {
    const { signal, pollMs = 5_000 } = this.options;
    for (let silent = 1; ; silent += 1) {
      try {
        const [video, segments] = await Promise.all([this.kadr.videos.get(this.id, { signal }), this.segments()]);
        this.tell(viewOf(video, segments));
        return video;
      } catch (error) {
        if (signal.aborted || !isPassing(error) || silent >= MAX_SILENT_POLLS) throw error;
        await sleep(pollMs, signal);
      }
    }
  }

  private async segments(): Promise<Awaited<ReturnType<Kadr['videos']['segments']>>['data']> {
    return (await this.kadr.videos.segments(this.id, { signal: this.options.signal })).data;
  }

  /** Until the video has to be looked at again. A stream begins with all that happened before, which is taken as one. */
  private async listen(): Promise<void> {
    const { signal, pollMs = 5_000, onEvent } = this.options;
    const looking = new AbortController();
    const either = AbortSignal.any([signal, looking.signal]);
    const stream = this.kadr.videos.events(this.id, {
      signal: either,
      maxRetries: 3,
      ...(this.lastId !== undefined && { after: this.lastId }),
    });
    let soon: ReturnType<typeof setTimeout> | undefined;
    try {
      for await (const event of stream) {
        this.lastId = event.id;
        onEvent?.(event);
        if (this.view) this.tellSoon(after(this.view, event));
        // What it has cost and what it is called no event says.
        if (event.event === 'stage' || event.event === 'approval') soon ??= setTimeout(() => looking.abort(), BURST_MS);
      }
      // The stream may be over before the video says so.
      await sleep(50, signal);
    } catch (error) {
      if (signal.aborted || !(looking.signal.aborted || isPassing(error))) throw error;
      if (!looking.signal.aborted) await sleep(pollMs, signal);
    } finally {
      clearTimeout(soon);
      this.flush();
    }
  }

  /** @returns null: nobody was asked. Each request of a gate is asked for once. */
  private async askAt(video: Video): Promise<'stop' | 'asked' | null> {
    const gate = video.approvals.find(({ status }) => status === 'pending');
    const request = gate && `${gate.type} ${gate.createdAt}`;
    if (video.status !== 'awaiting_approval' || !gate || !this.options.onGate || this.asked === request) return null;
    this.asked = request ?? '';
    return (await this.options.onGate(gate.type, video)) ?? 'asked';
  }

  private tell(view: VideoView): void {
    clearTimeout(this.later);
    this.later = undefined;
    this.view = view;
    this.options.onView(view);
  }

  private tellSoon(view: VideoView): void {
    this.view = view;
    this.later ??= setTimeout(() => this.flush(), BURST_MS);
  }

  private flush(): void {
    if (this.later !== undefined && this.view) this.tell(this.view);
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  error instanceof TimeoutError ||
  (error instanceof ApiError && (error.status >= 500 || error.status === 429));
