/** What can be said of a pair of pictures without a catalogue: who is asked first, and told together with all other faults. */
import { type FieldError, fieldError } from '../../../shared/faulty-request.js';

export const MAX_PAIRS = 120;
const SCENE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const MEMBERS = new Set(['first_frame', 'last_frame', 'duration']);
const MAX_ADDRESS = 4096;
const EDGES = ['first', 'last'] as const;

export interface ReadFrames {
  readonly addresses: readonly { readonly edge: (typeof EDGES)[number]; readonly path: string; readonly url: string }[];
  /** As sent. */
  readonly duration: unknown;
  readonly faults: readonly FieldError[];
}

export function pairCountFaults(count: number): FieldError[] {
  if (count >= 1 && count <= MAX_PAIRS) return [];
  return [{ ...fieldError('frames', `must have 1 to ${MAX_PAIRS} pairs; these are ${count}`), nearest: [count < 1 ? 1 : MAX_PAIRS] }];
}

export function readFrames(scene: string, pair: unknown): ReadFrames {
  const here = `frames.${scene}`;
  const faults: FieldError[] = [];
  if (!SCENE.test(scene))
    faults.push(fieldError(here, 'must be named with 1 to 64 letters, digits, "-" or "_", beginning with a letter or digit'));
  if (typeof pair !== 'object' || pair === null || Array.isArray(pair)) {
    faults.push(fieldError(here, 'must be an object with first_frame and last_frame'));
    return { addresses: [], duration: undefined, faults };
  }
  const members = pair as Record<string, unknown>;
  for (const name of Object.keys(members))
    if (!MEMBERS.has(name)) faults.push(fieldError(`${here}.${name}`, 'is not a field of this request'));
  const addresses = EDGES.flatMap((edge) => {
    const url = members[`${edge}_frame`];
    const path = `${here}.${edge}_frame`;
    const isInline = typeof url === 'string' && /^data:/i.test(url);
    if (typeof url === 'string' && url !== '' && (isInline || url.length <= MAX_ADDRESS)) return [{ edge, path, url }];
    const isLong = typeof url === 'string' && url !== '';
    faults.push(fieldError(path, isLong ? `must have ${MAX_ADDRESS} characters at most` : 'must be the address of a picture'));
    return [];
  });
  const { duration } = members;
  if (duration !== undefined && duration !== null && !(typeof duration === 'number' && Number.isFinite(duration)))
    faults.push(fieldError(`${here}.duration`, 'must be a number of seconds'));
  return { addresses, duration, faults };
}
