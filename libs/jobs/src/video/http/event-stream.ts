/** Server-Sent Events of one video: first what happened, then what happens, until the job ends. */
import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { EventSignals, EventStore } from '#eventing';
import { type Recorded, streamIdOf } from '#eventing/domain';
import { SignedUrls } from '#assets';
import { EventStreams, type OpenStream } from '#platform';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type Frame, VideoFrames, isAfter } from './video-frames.js';

type Page = Promise<readonly Recorded<VideoJobEvent>[]>;

/** Asks the store when the log, which this process follows with one poll for everybody, has news of the video, and not otherwise. */
@Injectable()
export class VideoEventStream {
  private readonly reads = new Map<string, Page>();

  constructor(
    private readonly store: EventStore,
    private readonly signals: EventSignals,
    private readonly urls: SignedUrls,
    private readonly streams: EventStreams,
  ) {}

  /**
   * Ends when the job has ended and all its frames are written, or when `EventStreams` ends it.
   * @param isPermitted for who came by a signed link @throws Refusal 429 `rate_limited`
   */
  async send(videoId: string, request: Request, response: Response, isPermitted?: () => boolean): Promise<void> {
    const streamId = streamIdOf(videoJob, videoId);
    const doorbell = new Doorbell();
    const silence = this.signals.onStream(streamId, () => doorbell.ring());
    try {
      const first = await this.read(streamId, 0);
      const owner = { orgId: first[0]?.metadata.orgId ?? '', ...(isPermitted && { isPermitted }) };
      const stream = this.streams.start(request, response, owner);
      stream.signal.addEventListener('abort', () => doorbell.ring());
      await this.follow(streamId, first, stream, doorbell, request.header('last-event-id') ?? null).finally(() => stream.end());
    } finally {
      silence();
    }
  }

  private async follow(
    streamId: string,
    first: Awaited<Page>,
    stream: OpenStream,
    doorbell: Doorbell,
    lastSeen: string | null,
  ): Promise<void> {
    const frames = new VideoFrames(this.urls);
    let version = 0;
    for (let events = first; !stream.signal.aborted; events = await this.read(streamId, version)) {
      version = events.at(-1)?.version ?? version;
      for (const event of events) {
        for (const frame of frames.next(event)) if (isAfter(frame.id, lastSeen)) await stream.write(textOf(frame));
      }
      if (frames.isOver && events.length === 0) break;
      if (!frames.isOver) await doorbell.wait();
    }
  }

  /** Those whom one signal woke ask together. Only those: a question asked earlier may not know the news. */
  private read(streamId: string, version: number): Page {
    const name = `${streamId} ${version}`;
    const known = this.reads.get(name);
    if (known) return known;
    const page = this.store.readStream(streamId, version) as Page;
    this.reads.set(name, page);
    process.nextTick(() => this.reads.delete(name));
    return page;
  }
}

const textOf = ({ id, event, data }: Frame): string => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Remembers one ring, so that none between reading and waiting is lost. */
class Doorbell {
  private rung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  async wait(): Promise<void> {
    if (!this.rung) await new Promise<void>((resolve) => (this.wake = resolve));
    this.rung = false;
    this.wake = null;
  }
}
