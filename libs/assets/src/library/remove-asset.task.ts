import { streamIdOf } from '#eventing/domain';
import { type Clock } from '#platform';
import { type SubjectErasure, type Task, type TaskDecision, taskDecision, type TaskHandler } from '#tasks';
import { DeleteAsset, RecordAssetFilesRemoved } from './domain/asset.commands.js';
import { asset } from './domain/asset.decider.js';
import { REMOVE_ASSET } from './keep-assets.reaction.js';
import { type MediaLibrary } from './media-library.js';

interface Payload {
  readonly assetId: string;
}

/** Removes the files of a deleted asset from storage, and what its owner has called it. */
export class RemoveAssetTask implements TaskHandler<Payload> {
  readonly kind = REMOVE_ASSET;

  constructor(
    private readonly library: MediaLibrary,
    private readonly erasure: Pick<SubjectErasure, 'erase'>,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { orgId, payload } = task;
    const { assetId } = payload;
    await this.library.removeFiles(orgId, assetId);
    await this.erasure.erase(task, streamIdOf(asset, assetId));
    return taskDecision(asset, assetId, new RecordAssetFilesRemoved({ assetId }, this.clock.now()));
  }

  /** Refused by the asset, which is deleted already: so the log goes on saying that its files have not been removed. */
  giveUp({ payload: { assetId } }: Task<Payload>): TaskDecision {
    return taskDecision(asset, assetId, new DeleteAsset({ assetId }, this.clock.now()));
  }
}
