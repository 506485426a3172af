import { Injectable } from '@nestjs/common';
import { type EffectSink, EventingRegistry, type EventTransaction } from '#eventing';
import { type Event, type ProcessManager } from '#eventing/domain';
import { counter } from '#platform';
import { type Announcement, type AnnouncementKind } from '../contracts/announcement.js';
import { type Caused, fanOut } from './announcement-table.js';
import { AnnouncementCatalogue } from './catalogue.js';

/** A process manager whose effects are announcements. */
export type Announcer = ProcessManager<Event, unknown, Announcement>;

/** Where announcers put what the outside may hear: stored with their checkpoint, with a delivery for every endpoint that hears of it. */
@Injectable()
export class AnnouncementSink implements EffectSink<Announcement> {
  readonly #announcers: Announcer[] = [];
  readonly #announced = counter('kadr_announcements', { description: 'What happened that others may hear of, by type' });
  #wake: () => void = () => undefined;

  constructor(
    private readonly registry: EventingRegistry,
    private readonly catalogue: AnnouncementCatalogue,
  ) {}

  /** To be called from a constructor or `onModuleInit`. What is announced must be among `kinds`. */
  announcer<E extends Event, S>(announcer: ProcessManager<E, S, Announcement>, kinds: readonly AnnouncementKind[]): this {
    this.catalogue.register(kinds);
    this.registry.processManager(announcer, this);
    this.#announcers.push(announcer as unknown as Announcer);
    return this;
  }

  get announcers(): readonly Announcer[] {
    return this.#announcers;
  }

  /** @param wake called when something may be due */
  onNews(wake: () => void): void {
    this.#wake = wake;
  }

  async store(tx: EventTransaction, effects: readonly Caused[]): Promise<void> {
    await fanOut(tx, effects);
  }

  /** @param effects that were stored a moment ago; none: something else may be due */
  announce(effects: readonly Caused[] = []): void {
    for (const { effect } of effects) this.#announced.add(1, { type: effect.type });
    this.#wake();
  }
}
