import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Clock, Refusal } from '#platform';
import { UserMediaError } from '../contracts/errors.js';
import { type StorageAllowance } from '../contracts/storage-allowance.js';
import { type Task, type TaskContext, type TaskDecision, taskDecision, type TaskFailure, type TaskHandler } from '#tasks';
import { type UserMedia } from '../contracts/user-media.js';
import { RecordAssetFailed, RecordAssetReady } from './domain/asset.commands.js';
import { asset } from './domain/asset.decider.js';
import { IMPORT_ASSET } from './keep-assets.reaction.js';
import { type MediaLibrary } from './media-library.js';

interface Payload {
  readonly assetId: string;
}

/** What a caller is told; everything else is our own affair. */
const TOLD = new Set([
  'url_not_allowed',
  'unsupported_media',
  'payload_too_large',
  'not_found',
  'fetch_failed',
  'timeout',
  'quota_exceeded',
]);

/** Fetches a file that was named by its address into the library. */
export class ImportAssetTask implements TaskHandler<Payload> {
  readonly kind = IMPORT_ASSET;

  constructor(
    private readonly library: MediaLibrary,
    private readonly media: UserMedia,
    private readonly clock: Clock,
    private readonly allowance: StorageAllowance,
  ) {}

  async run({ orgId, payload: { assetId } }: Task<Payload>, { workDir, signal }: TaskContext): Promise<TaskDecision> {
    const url = await this.library.addressOf(orgId, assetId);
    if (url === null) throw new UserMediaError('fetch_failed', 'The address was kept for some days only.', false);
    const fetched = await this.media.fetch(orgId, url, ['image', 'video', 'audio'], { path: path.join(workDir, 'fetched') }, signal);
    await this.mustFit(orgId, fetched.path);
    const facts = await this.library.store(orgId, assetId, fetched.path);
    return taskDecision(asset, assetId, new RecordAssetReady({ ...facts, assetId }, this.clock.now()));
  }

  /** To fetch it again would not make room. */
  private async mustFit(orgId: string, filePath: string): Promise<void> {
    const { size } = await stat(filePath);
    await this.allowance.mayKeep(orgId, size).catch((error: unknown) => {
      throw error instanceof Refusal ? new UserMediaError(error.code, error.message, false, { cause: error }) : error;
    });
  }

  giveUp({ payload: { assetId } }: Task<Payload>, { code, message }: TaskFailure): TaskDecision {
    const told = TOLD.has(code) ? { code, message } : { code: 'fetch_failed', message: 'The file could not be taken in.' };
    return taskDecision(asset, assetId, new RecordAssetFailed({ assetId, ...told }, this.clock.now()));
  }
}
