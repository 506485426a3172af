import { type Database } from '../database/database.js';
import { type Queryable } from '../database/queryable.js';

/** A thing of an organisation whose words are to be gone: what it is called in every table that knows it. */
export interface ErasedSubject {
  readonly orgId: string;
  /** Of the video, the generation, the asset … */
  readonly subjectId: string;
  /** Its event stream. */
  readonly streamId: string;
}

/** Removes what one lib has kept of somebody's words. */
export interface Eraser {
  /** `<lib>.<what-it-forgets>`. */
  readonly name: string;
  /** In the transaction of all. Doing it twice is safe. */
  erase(tx: Queryable, subject: ErasedSubject): Promise<void>;
}

/**
 * Who keeps words of users beside the event log registers here how they are forgotten; whoever deletes a thing has all of them run, once
 * nothing works on it any more. What stands in the log itself is forgotten by libs/eventing, which registers like the others.
 */
export class Erasers {
  private readonly erasers = new Map<string, Eraser>();

  constructor(private readonly database: Database) {}

  register(eraser: Eraser): this {
    if (this.erasers.has(eraser.name)) throw new Error(`two erasers are called ${eraser.name}`);
    this.erasers.set(eraser.name, eraser);
    return this;
  }

  /** All or nothing, in one transaction. Twice is safe. */
  async erase(subject: ErasedSubject): Promise<void> {
    await this.database.transaction((tx) => this.eraseIn(tx, subject));
  }

  /** In the caller's transaction: for what is gone with its deletion, without files and tasks of its own. */
  async eraseIn(tx: Queryable, subject: ErasedSubject): Promise<void> {
    for (const eraser of this.erasers.values()) await eraser.erase(tx, subject);
  }
}
