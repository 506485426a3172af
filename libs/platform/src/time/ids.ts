import { Injectable } from '@nestjs/common';
import { v5, v7 } from 'uuid';

/** Namespace of every derived id; changing it would make finished work look new. */
const NAMESPACE = '6f0a2c1e-9d4b-5f37-8a52-1c0e7b9d3f64';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * UUIDv5 over the parts: the same parts always give the same id, and parts cut differently (`a`,`bc` and `ab`,`c`) another one.
 * Pure, so that deciders and process managers may name their effects with it.
 */
export function deriveId(...parts: readonly string[]): string {
  return v5(JSON.stringify(parts), NAMESPACE);
}

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

@Injectable()
export class Ids {
  /** UUIDv7: ids made later sort later. */
  next(): string {
    return v7();
  }

  /** @see deriveId */
  derive(...parts: readonly string[]): string {
    return deriveId(...parts);
  }
}
