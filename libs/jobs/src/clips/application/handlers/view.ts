import { type Loaded } from '#eventing';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { type ClipSet } from '../../domain/clip-set.state.js';
import { type ClipSetView } from './messages.js';

/** @throws UnknownClipSet when there is none */
export function viewOf(clipSetId: string, { state, recordedAt }: Loaded<ClipSet>): ClipSetView {
  if (state.status === 'absent') throw new UnknownClipSet(clipSetId);
  return { set: state, updatedAt: recordedAt ?? state.createdAt };
}
