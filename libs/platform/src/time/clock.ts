import { Injectable } from '@nestjs/common';
import { timestamp } from './timestamp.js';

/** The time, so that specs can set it. Decisions between processes use the database's clock instead. */
@Injectable()
export class Clock {
  /** RFC 3339, UTC, with milliseconds. */
  now(): string {
    return timestamp(this.nowMs());
  }

  /** Milliseconds since 1970-01-01 UTC. */
  nowMs(): number {
    return Date.now();
  }
}
