import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse, v7 } from 'uuid';

/** Namespace of every derived id; changing it would make finished work look new. */
const NAMESPACE = parse('6f0a2c1e-9d4b-5f37-8a52-1c0e7b9d3f64');
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * UUIDv5 over the parts: the same parts always give the same id, and parts cut differently (`a`,`bc` and `ab`,`c`) another one.
 * Pure, so that deciders and process managers may name their effects with it.
 */
export function deriveId(...parts: readonly string[]): string {
  // Several ids for each event and task: Node's own hash in one call takes a third of the time.
  const name = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(JSON.stringify(parts))]), 'hex');
  const variant = ((Number.parseInt(name.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${name.slice(0, 8)}-${name.slice(8, 12)}-5${name.slice(13, 16)}-${variant}${name.slice(17, 20)}-${name.slice(20, 32)}`;
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
