/** Server-Sent Events of one video: first what happened, then what happens, until the job ends. */
import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { EventSignals, EventStore } from '#eventing';
import { type Recorded, streamIdOf } from '#eventing/domain';
import { SignedUrls } from '#assets';
import { Shutdown } from '#platform';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type Frame, VideoFrames, isAfter } from './video-frames.js';

/** Proxies close a silent connection after some 30 to 60 s (api.md: a comment every 15 s). */
const HEARTBEAT_MS = 15_000;
/** A signal may be lost; then the store is asked this often. */
const POLL_MS = 1_000;

@Injectable()
export class VideoEventStream {
  /** Aborts when the process stops: clients come back with `Last-Event-ID` and meet another one. */
  private readonly shutdown: AbortSignal;

  constructor(
    private readonly store: EventStore,
    private readonly signals: EventSignals,
    private readonly urls: SignedUrls,
    shutdown: Shutdown,
  ) {
    this.shutdown = shutdown.signal;
  }

  /** Ends when the job has ended and all its frames are written, or when the client goes away. */
  async send(videoId: string, request: Request, response: Response): Promise<void> {
    const lastSeen = request.header('last-event-id') ?? null;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      connection: 'keep-alive',
      // nginx would otherwise collect frames before passing them on.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    const streamId = streamIdOf(videoJob, videoId);
    const doorbell = new Doorbell();
    const silence = this.signals.onStream(streamId, () => doorbell.ring());
    const poll = setInterval(() => doorbell.ring(), POLL_MS);
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    let isGone = false;
    const leave = (): void => {
      isGone = true;
      doorbell.ring();
    };
    response.on('close', leave);
    this.shutdown.addEventListener('abort', leave);
    if (this.shutdown.aborted) leave();
    try {
      const frames = new VideoFrames(this.urls);
      let version = 0;
      while (!isGone) {
        const events = (await this.store.readStream(streamId, version)) as Recorded<VideoJobEvent>[];
        version = events.at(-1)?.version ?? version;
        const batch = events.flatMap((event) => frames.next(event)).filter((frame) => isAfter(frame.id, lastSeen));
        for (const frame of batch) response.write(textOf(frame));
        if (frames.isOver && events.length === 0) break;
        if (!frames.isOver) await doorbell.wait();
      }
    } finally {
      silence();
      this.shutdown.removeEventListener('abort', leave);
      clearInterval(poll);
      clearInterval(heartbeat);
      response.end();
    }
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
