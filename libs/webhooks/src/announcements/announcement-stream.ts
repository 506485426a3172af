import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { EventStreams, logger, type OpenStream } from '#platform';
import { AnnouncementReader } from './announcement-reader.js';
import { groupOf } from './catalogue.js';

/** One question for all streams of the process: with what else is asked for them, two statements a second at most. */
const ASK_EVERY_MS = 750;
const PAGE = 100;

const log = logger('announcements');

const hears = (types: readonly string[], type: string): boolean =>
  types.length === 0 || [type, groupOf(type), '*'].some((one) => types.includes(one));

interface Listener {
  readonly orgId: string;
  position: number;
  wake(): void;
}

/** Server-Sent Events of an organisation's announcements, from a position on. `id` is the position. */
@Injectable()
export class AnnouncementStream {
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  readonly #pages = new Map<string, ReturnType<AnnouncementReader['page']>>();

  constructor(
    private readonly reader: AnnouncementReader,
    private readonly streams: EventStreams,
  ) {}

  /** Goes on until the reader or the process ends. @param after null: what comes from now on @throws Refusal 429 `rate_limited` */
  async send(orgId: string, request: Request, response: Response, after: number | null, types: readonly string[]): Promise<void> {
    const from = after ?? (await this.reader.end(orgId));
    const stream = this.streams.start(request, response, { orgId });
    let wake: () => void = () => undefined;
    const listener: Listener = { orgId, position: from, wake: () => wake() };
    stream.signal.addEventListener('abort', () => wake());
    this.#add(listener);
    try {
      // No event, only where it begins: whoever is cut off before the first event goes on from here.
      if (after === null) await stream.write(`id: ${from}\n\n`);
      while (!stream.signal.aborted) {
        const news = new Promise<void>((resolve) => (wake = resolve));
        if (await this.#write(stream, listener, types)) continue;
        if (!stream.signal.aborted) await news;
      }
    } finally {
      this.#remove(listener);
      stream.end();
    }
  }

  /** @returns whether there is more at once */
  async #write(stream: OpenStream, listener: Listener, types: readonly string[]): Promise<boolean> {
    // All of them, so that the position goes on over those that are not wanted.
    const page = await this.#page(listener);
    for (const announcement of page.filter(({ type }) => hears(types, type))) {
      const body = this.reader.show(announcement);
      await stream.write(`id: ${body.sequence}\nevent: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`);
    }
    listener.position = page.at(-1)?.position ?? listener.position;
    return page.length === PAGE;
  }

  /** Those whom the same news woke at the same place ask together. */
  #page({ orgId, position }: Listener): ReturnType<AnnouncementReader['page']> {
    const name = `${orgId} ${position}`;
    const known = this.#pages.get(name);
    if (known) return known;
    const page = this.reader.page(orgId, { after: position, afterId: null, types: [], limit: PAGE });
    this.#pages.set(name, page);
    process.nextTick(() => this.#pages.delete(name));
    return page;
  }

  #add(listener: Listener): void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => void this.#ask(), ASK_EVERY_MS);
  }

  #remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const orgs = [...new Set([...this.#listeners].map(({ orgId }) => orgId))];
      const last = await this.reader.lastPositions(orgs);
      for (const listener of this.#listeners) if ((last.get(listener.orgId) ?? 0) > listener.position) listener.wake();
    } catch (error) {
      log.warn({ err: error }, 'news for event streams could not be asked for; trying again');
    } finally {
      this.#asking = false;
    }
  }
}
