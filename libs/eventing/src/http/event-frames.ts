/** Server-Sent Events of one stream: first what happened, then what happens, until it ends. */
import { type Request, type Response } from 'express';
import { EventStreams, type OpenStream } from '#platform';
import { Injectable } from '@nestjs/common';
import { type Event, type Recorded } from '../domain/index.js';
import { EventSignals } from '../event-signals.js';
import { EventStore } from '../store/event-store.js';

export interface EventFrame {
  /** `<position>.<n>`: unique and rising. */
  readonly id: string;
  readonly event: string;
  readonly data: object;
}

/** Turns the events of one stream into frames, one after another; holds the fold in between. */
export interface FrameSource<E extends Event> {
  /** Whether the stream has ended, as far as it was told. */
  readonly isOver: boolean;
  /** @returns the frames this event leads to, in order; later, where something has to be read for them */
  next(event: Recorded<E>): readonly EventFrame[] | Promise<readonly EventFrame[]>;
}

/** Characters: what one decision has brought about goes out at once, however many frames it is. */
const WRITTEN_TOGETHER = 64_000;

type Page = Promise<readonly Recorded[]>;

/** Asks the store when the log, which this process follows with one poll for everybody, has news of the stream, and not otherwise. */
@Injectable()
export class EventFrames {
  private readonly reads = new Map<string, Page>();

  constructor(
    private readonly store: EventStore,
    private readonly signals: EventSignals,
    private readonly streams: EventStreams,
  ) {}

  /**
   * Ends when the stream has ended and all its frames are written, or when `EventStreams` ends it.
   * @param isPermitted for who came by a signed link @throws Refusal 429 `rate_limited`
   */
  async send<E extends Event>(
    streamId: string,
    frames: FrameSource<E>,
    { request, response, isPermitted }: { readonly request: Request; readonly response: Response; readonly isPermitted?: () => boolean },
  ): Promise<void> {
    const doorbell = new Doorbell();
    const silence = this.signals.onStream(streamId, () => doorbell.ring());
    try {
      const first = await this.read(streamId);
      const owner = { orgId: first[0]?.metadata.orgId ?? '', ...(isPermitted && { isPermitted }) };
      const stream = this.streams.start(request, response, owner);
      stream.signal.addEventListener('abort', () => doorbell.ring());
      const lastSeen = request.header('last-event-id') ?? null;
      const told = frames as unknown as FrameSource<Event>;
      await this.follow(streamId, told, { first, stream, doorbell, lastSeen }).finally(() => stream.end());
    } finally {
      silence();
    }
  }

  private async follow(
    streamId: string,
    frames: FrameSource<Event>,
    told: { readonly first: Awaited<Page>; readonly stream: OpenStream; readonly doorbell: Doorbell; readonly lastSeen: string | null },
  ): Promise<void> {
    const { first, stream, doorbell, lastSeen } = told;
    let last: Pick<Recorded, 'version' | 'position'> = { version: 0, position: 0 };
    for (let events = first; !stream.signal.aborted; events = await this.news(streamId, last)) {
      last = events.at(-1) ?? last;
      let text = '';
      for (const event of events) {
        const made = frames.next(event);
        for (const frame of made instanceof Promise ? await made : made) if (isAfter(frame.id, lastSeen)) text += textOf(frame);
        if (text.length < WRITTEN_TOGETHER) continue;
        await stream.write(text);
        text = '';
      }
      if (text !== '') await stream.write(text);
      if (frames.isOver && events.length === 0) break;
      if (!frames.isOver) await doorbell.wait();
    }
  }

  /** Those who come together ask together. Only those: a question asked earlier may not know the news. */
  private read(streamId: string): Page {
    return this.together(`${streamId} 0`, () => this.store.readStream(streamId));
  }

  /** Those whom one signal woke ask together. */
  private news(streamId: string, last: Pick<Recorded, 'version' | 'position'>): Page {
    return this.together(`${streamId} ${last.version}`, () => this.store.readNews(streamId, last));
  }

  private together(name: string, read: () => Page): Page {
    const known = this.reads.get(name);
    if (known) return known;
    const page = read();
    this.reads.set(name, page);
    process.nextTick(() => this.reads.delete(name));
    return page;
  }
}

const textOf = ({ id, event, data }: EventFrame): string => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Orders frame ids; an id that is none of ours comes before all. */
function isAfter(id: string, lastSeen: string | null): boolean {
  const parse = (text: string): [number, number] | null => {
    const match = /^(\d{1,15})\.(\d{1,6})$/.exec(text);
    return match ? [Number(match[1]), Number(match[2])] : null;
  };
  const [a, b] = [parse(id), lastSeen === null ? null : parse(lastSeen)];
  if (!a || !b) return true;
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

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
