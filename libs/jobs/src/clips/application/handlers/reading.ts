import { type Loaded } from '#eventing';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { type ClipSet } from '../../domain/clip-set.state.js';
import { type ClipSetReading } from './messages.js';

/** @throws UnknownClipSet when there is none */
export function readingOf(clipSetId: string, { state, recordedAt }: Loaded<ClipSet>): ClipSetReading {
  if (state.status === 'absent') throw new UnknownClipSet(clipSetId);
  return { set: state, updatedAt: recordedAt ?? state.createdAt };
}
