import { Injectable } from '@nestjs/common';
import { v5, v7 } from 'uuid';

/** Namespace of all derived ids of Kadr; changing it would make every repeated request a new one. */
const NAMESPACE = '6f1b0f5c-41c1-4b0e-9a3d-2f6f0f7d5a10';

/** @returns the same UUID (v5) for the same parts, on every machine and for ever. */
export function deriveId(...parts: string[]): string {
  return v5(JSON.stringify(parts), NAMESPACE);
}

@Injectable()
export class Ids {
  /** @returns a new UUIDv7: unique, and rising with time. */
  next(): string {
    return v7();
  }

  derive(...parts: string[]): string {
    return deriveId(...parts);
  }
}
