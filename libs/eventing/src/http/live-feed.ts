/** What changes in an organisation, as Server-Sent Events: each frame is the thing as it now is. */
import { type Request, type Response } from 'express';
import { type EventStreams, logger } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type EventLog } from '../log/event-log.js';
import { isBehind, type LiveId, LiveListener, liveIdOf } from './live-listener.js';

/** What is changed within it is told together: a video that makes ten segments at once is read once. */
const GATHER_MS = 100;
const PAGE = 1_000;
/** Who is further behind than so many events of the installation reads what it needs anew. */
const MAX_BEHIND = 5_000;

const log = logger('live-feed');

export interface LiveFrame {
  readonly event: string;
  /** The thing as it is, or what is left to say of it. */
  readonly data: object;
}

/** Frames of the things that one kind of aggregate stands for. */
export interface LiveSource {
  /** Name of the aggregate. */
  readonly aggregate: string;
  /** What a listener needs to hear of it. */
  readonly scope: string;
  /** Names of what an event changes, in the order in which it is told; always the same ones for the same event. */
  keysOf(event: Recorded): readonly string[];
  /** Those things as they are now, one query for all. A name may stand for several frames, or for none. */
  framesOf(orgId: string, keys: readonly string[]): Promise<ReadonlyMap<string, readonly LiveFrame[]>>;
}

interface NumberedFrame {
  readonly id: LiveId;
  readonly scope: string;
  readonly text: string;
}

/** Who listens, and from where on. */
export interface LiveCaller {
  readonly orgId: string;
  readonly scopes: readonly string[];
  /** `id` of the last frame it has; null: from now on. */
  readonly after: LiveId | null;
}

/**
 * One reader of the log and one rendering for each organisation that somebody listens to, however many they are. Frames carry whole
 * things, so hearing one twice or only the last of several does no harm.
 */
export class LiveFeed {
  readonly #sources = new Map<string, LiveSource>();
  readonly #listeners = new Map<string, Set<LiveListener>>();
  #position = 0;
  #unwatch: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pumping: Promise<void> | null = null;

  constructor(
    private readonly eventLog: Pick<EventLog, 'mark' | 'read' | 'onAdvance'>,
    /** Null: this process answers nobody. */
    private readonly streams: Pick<EventStreams, 'start'> | null,
  ) {}

  register(source: LiveSource): this {
    this.#sources.set(source.aggregate, source);
    return this;
  }

  /** Goes on until one side ends it. @throws Refusal 429 `rate_limited` */
  async send({ orgId, scopes, after }: LiveCaller, request: Request, response: Response): Promise<void> {
    if (!this.streams) throw new Error('a feed without EventStreams has no readers');
    const stream = this.streams.start(request, response, { orgId });
    const listener = new LiveListener(stream, scopes);
    const from = this.#enter(orgId, listener);
    await listener.catchUp(() => this.#missed(orgId, after, from));
    await listener.ended;
    this.#leave(orgId, listener);
  }

  /** @returns the position behind which it hears everything live */
  #enter(orgId: string, listener: LiveListener): number {
    if (!this.#unwatch) {
      this.#position = this.eventLog.mark;
      this.#unwatch = this.eventLog.onAdvance(() => this.#ring());
    }
    const known = this.#listeners.get(orgId) ?? new Set();
    this.#listeners.set(orgId, known.add(listener));
    return this.#position;
  }

  #leave(orgId: string, listener: LiveListener): void {
    const known = this.#listeners.get(orgId);
    known?.delete(listener);
    if (known?.size === 0) this.#listeners.delete(orgId);
    if (this.#listeners.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** What a listener has not heard up to the position from which on it hears everything. */
  async #missed(orgId: string, after: LiveId | null, upTo: number): Promise<readonly { scope: string | null; text: string }[]> {
    const here = (event: 'open' | 'reset') => ({ scope: null, text: textOf(String(upTo), event, {}) });
    if (after === null) return [here('open')];
    if (after.position > upTo || upTo - after.position > MAX_BEHIND) return [here('reset')];
    try {
      const events: Recorded[] = [];
      for (let position = after.position - 1; position < upTo;) {
        const slice = await this.eventLog.read({ after: position, limit: PAGE });
        events.push(...slice.events.filter((event) => event.position <= upTo && event.metadata.orgId === orgId));
        if (slice.position <= position) break;
        position = slice.position;
      }
      const frames = await this.#render(orgId, events);
      return [...frames.filter(({ id }) => isBehind(id, after)), here('open')];
    } catch (error) {
      log.warn({ err: error, orgId }, 'what a listener has missed could not be read');
      return [here('reset')];
    }
  }

  #ring(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What it has read may be older than what rang.
      if (this.#pumping) return this.#ring();
      void (this.#pumping = this.#pump().finally(() => (this.#pumping = null)));
    }, GATHER_MS);
  }

  async #pump(): Promise<void> {
    for (;;) {
      const after = this.#position;
      if (this.eventLog.mark < after || this.eventLog.mark - after > MAX_BEHIND) return this.#resetAll();
      const { events, position } = await this.eventLog.read({ after, limit: PAGE }).catch((error: unknown) => {
        log.warn({ err: error }, 'the log could not be read; with the next event it is tried again');
        return { events: [], position: after };
      });
      if (this.#listeners.size === 0 || position <= after) return;
      // From here on whoever enters hears what lies behind it: no await between both lines.
      this.#position = position;
      const ofOrganisation = Map.groupBy(events, (event) => event.metadata.orgId);
      const told = [...this.#listeners].map(([orgId, listeners]) => this.#tell(orgId, [...listeners], ofOrganisation.get(orgId) ?? []));
      await Promise.all(told);
    }
  }

  #resetAll(): void {
    this.#position = this.eventLog.mark;
    for (const listeners of this.#listeners.values()) for (const one of listeners) one.write([this.#resetFrame()]);
  }

  #resetFrame() {
    return { scope: null, text: textOf(String(this.#position), 'reset', {}) };
  }

  async #tell(orgId: string, listeners: readonly LiveListener[], events: readonly Recorded[]): Promise<void> {
    if (events.length === 0) return;
    try {
      const frames = await this.#render(orgId, events);
      for (const listener of listeners) listener.write(frames);
    } catch (error) {
      log.warn({ err: error, orgId }, 'what has changed could not be read; listeners read it anew');
      for (const listener of listeners) listener.write([this.#resetFrame()]);
    }
  }

  /** Each thing once, at the place of the last event that has changed it. */
  async #render(orgId: string, events: readonly Recorded[]): Promise<NumberedFrame[]> {
    const places = new Map<LiveSource, Map<string, LiveId>>();
    for (const event of events) {
      // A stream is named by its aggregate and a UUID.
      const source = this.#sources.get(event.streamId.slice(0, -37));
      if (!source) continue;
      const known = places.get(source) ?? new Map<string, LiveId>();
      places.set(source, known);
      source.keysOf(event).forEach((key, n) => known.set(key, { position: event.position, n: n * PAGE }));
    }
    const rendered = await Promise.all(
      [...places].map(async ([source, keys]) => {
        const found = await source.framesOf(orgId, [...keys.keys()]);
        return [...keys].flatMap(([key, { position, n }]) =>
          (found.get(key) ?? []).map(({ event, data }, at) => {
            const id = { position, n: n + at };
            return { id, scope: source.scope, text: textOf(liveIdOf(id), event, data) };
          }),
        );
      }),
    );
    return rendered.flat().sort((a, b) => a.id.position - b.id.position || a.id.n - b.id.n);
  }
}

const textOf = (id: string, event: string, data: object): string => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
