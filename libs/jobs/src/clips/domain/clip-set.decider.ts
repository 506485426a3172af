import { type Aggregate } from '#eventing/domain';
import { PERSONAL_OF_CLIP_SET } from '../../contracts/personal-text.js';
import { type ClipFailed, type ClipMade, type ClipSetEvent } from '../../contracts/clip-set.events.js';
import { type ClipSetCommand, type RequestClipSet } from './clip-set.commands.js';
import { ClipSetUnfinished, UnknownClipSet } from './clip-set.errors.js';
import { type ClipOutcome, type ClipSet, type OrderedSet, summaryOf } from './clip-set.state.js';

export const clipSet: Aggregate<ClipSetCommand, ClipSet, ClipSetEvent> = {
  name: 'clip-set',
  module: 'jobs',
  schemaVersions: {
    ClipSetRequested: 1,
    ClipMade: 1,
    ClipFailed: 1,
    ClipSetCompleted: 1,
    ClipPicturesForgotten: 1,
    ClipSetDeleted: 1,
    ClipSetErased: 1,
  },
  personal: PERSONAL_OF_CLIP_SET,
  initialState: { status: 'absent' },
  decide(command, set) {
    if (command.type === 'RequestClipSet') return set.status === 'absent' ? [requested(command)] : []; // the same order again
    const { clipSetId } = command.data;
    if (set.status === 'absent') throw new UnknownClipSet(clipSetId);
    if (command.type === 'RecordClipSetErased') {
      return set.isDeleted && !set.isErased ? [{ type: 'ClipSetErased', data: { clipSetId } }] : [];
    }
    if (set.isDeleted) throw new UnknownClipSet(clipSetId);
    switch (command.type) {
      case 'RecordMadeClip': {
        const { clipId, source, clip, cost } = command.data;
        return ended(set, { type: 'ClipMade', data: { clipSetId, clipId, source, clip, cost, madeAt: command.issuedAt } });
      }
      case 'RecordFailedClip': {
        const { clipId, code, message, retryable, attempts } = command.data;
        const data = { clipSetId, clipId, code, message, retryable, attempts, failedAt: command.issuedAt };
        return ended(set, { type: 'ClipFailed', data });
      }
      case 'RecordClipPicturesForgotten':
        // While a clip is pending its pictures are needed.
        return set.status === 'completed' && !set.isForgotten ? [{ type: 'ClipPicturesForgotten', data: { clipSetId } }] : [];
      case 'LeaveClipPictures':
        return [];
      case 'DeleteClipSet':
        if (set.status !== 'completed') throw new ClipSetUnfinished(clipSetId);
        return [{ type: 'ClipSetDeleted', data: { clipSetId, deletedAt: command.issuedAt } }];
    }
  },
  evolve(set, event) {
    if (event.type === 'ClipSetRequested') {
      const { clipSetId, model, aspectRatio, widthPx, heightPx, fps, clips, requestedAt } = event.data;
      return {
        status: 'processing',
        clipSetId,
        model,
        aspectRatio,
        widthPx,
        heightPx,
        fps,
        clips: clips.map((clip) => ({ ...clip, outcome: null })),
        createdAt: requestedAt,
        completedAt: null,
        isForgotten: false,
        isDeleted: false,
        isErased: false,
      };
    }
    if (set.status === 'absent') return set;
    switch (event.type) {
      case 'ClipMade': {
        const { clipId, clip, cost } = event.data;
        return withOutcome(set, clipId, { status: 'made', clip, cost });
      }
      case 'ClipFailed': {
        const { clipId, code, message } = event.data;
        return withOutcome(set, clipId, { status: 'failed', code, message });
      }
      case 'ClipSetCompleted':
        return { ...set, status: 'completed', completedAt: event.data.completedAt };
      case 'ClipPicturesForgotten':
        return { ...set, isForgotten: true };
      case 'ClipSetDeleted':
        return { ...set, isDeleted: true };
      case 'ClipSetErased':
        return { ...set, isErased: true };
    }
  },
};

function requested({ data, issuedAt }: RequestClipSet): ClipSetEvent {
  const { clipSetId, model, aspectRatio, widthPx, heightPx, fps } = data;
  const clips = data.clips.map(({ clipId, scene, durationSeconds, seed, expectedMicros }) => ({
    clipId,
    scene,
    durationSeconds,
    seed,
    expectedMicros,
  }));
  return {
    type: 'ClipSetRequested',
    data: { clipSetId, model, aspectRatio, widthPx, heightPx, fps, clips, requestedAt: issuedAt },
  };
}

/** A clip ends once, whatever is said of it later; with the last one the set is complete. */
function ended(set: OrderedSet, event: ClipMade | ClipFailed): readonly ClipSetEvent[] {
  const { clipId } = event.data;
  if (set.clips.find((clip) => clip.clipId === clipId)?.outcome !== null) return [];
  const { pending, completed, failed } = summaryOf(set.clips);
  if (pending > 1) return [event];
  const isMade = event.type === 'ClipMade';
  const completedAt = isMade ? event.data.madeAt : event.data.failedAt;
  const counts = { made: completed + (isMade ? 1 : 0), failed: failed + (isMade ? 0 : 1) };
  return [event, { type: 'ClipSetCompleted', data: { clipSetId: set.clipSetId, ...counts, completedAt } }];
}

const withOutcome = (set: OrderedSet, clipId: string, outcome: ClipOutcome): OrderedSet => ({
  ...set,
  clips: set.clips.map((clip) => (clip.clipId === clipId ? { ...clip, outcome } : clip)),
});
