import { Injectable } from '@nestjs/common';

/** The time, as an injectable, so that specs can say what it is. */
@Injectable()
export class Clock {
  /** RFC 3339, UTC, milliseconds. */
  now(): string {
    return new Date(this.nowMs()).toISOString();
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    return Date.now();
  }
}
