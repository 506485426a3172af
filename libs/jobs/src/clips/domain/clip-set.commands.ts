import { Command } from '#eventing/domain';
import { type ProviderCost, type StoredFile } from '#steps/plan';
import { type OrderedClip } from '../../contracts/clip-set.events.js';

type OfSet<Data> = { clipSetId: string } & Data;

export class RequestClipSet extends Command<
  OfSet<{ model: string; aspectRatio: string; widthPx: number; heightPx: number; fps: number; clips: readonly OrderedClip[] }>
> {
  readonly type = 'RequestClipSet';
}
export class RecordMadeClip extends Command<OfSet<{ clipId: string; source: string; clip: StoredFile; cost: ProviderCost | null }>> {
  readonly type = 'RecordMadeClip';
}
/** The model delivered nothing, or a picture could not be had. */
export class RecordFailedClip extends Command<
  OfSet<{ clipId: string; code: string; message: string; retryable: boolean; attempts: number }>
> {
  readonly type = 'RecordFailedClip';
}
export class RecordClipPicturesForgotten extends Command<OfSet<object>> {
  readonly type = 'RecordClipPicturesForgotten';
}
/** They could not be removed: nothing is recorded, so that the log goes on saying that they are there. */
export class LeaveClipPictures extends Command<OfSet<object>> {
  readonly type = 'LeaveClipPictures';
}

export class DeleteClipSet extends Command<OfSet<object>> {
  readonly type = 'DeleteClipSet';
}
export class RecordClipSetErased extends Command<OfSet<object>> {
  readonly type = 'RecordClipSetErased';
}

export type ClipSetCommand =
  | RequestClipSet
  | RecordMadeClip
  | RecordFailedClip
  | RecordClipPicturesForgotten
  | LeaveClipPictures
  | DeleteClipSet
  | RecordClipSetErased;
