import path from 'node:path';
import { type Clock } from '#platform';
import { UserMediaError } from '../contracts/errors.js';
import { type Task, type TaskContext, type TaskDecision, taskDecision, type TaskFailure, type TaskHandler } from '#tasks';
import { type UserMedia } from '../contracts/user-media.js';
import { RecordAssetFailed, RecordAssetReady } from './domain/asset.commands.js';
import { asset } from './domain/asset.decider.js';
import { IMPORT_ASSET } from './keep-assets.reaction.js';
import { type MediaLibrary } from './media-library.js';
import { type StorageRooms } from './storage-room.js';

interface Payload {
  readonly assetId: string;
}

/** What a caller is told; everything else is our own affair. */
const TOLD = new Set([
  'url_not_allowed',
  'unsupported_media',
  'payload_too_large',
  'media_too_large',
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
    private readonly rooms: StorageRooms,
  ) {}

  /** A refusal of the quota is final: to fetch it again would not make room. */
  async run({ orgId, payload: { assetId }, correlationId }: Task<Payload>, { workDir, signal }: TaskContext): Promise<TaskDecision> {
    const url = await this.library.addressOf(orgId, assetId);
    if (url === null) throw new UserMediaError('fetch_failed', 'The address was kept for some days only.', false);
    const room = this.rooms.forImport({ orgId, correlationId, actor: 'system' }, assetId);
    const output = { path: path.join(workDir, 'fetched') };
    const fetched = await this.media.fetch(orgId, url, ['image', 'video', 'audio'], output, signal, room);
    const facts = await this.library.store(orgId, assetId, fetched.path);
    return taskDecision(asset, assetId, new RecordAssetReady({ ...facts, assetId }, this.clock.now()));
  }

  giveUp({ payload: { assetId } }: Task<Payload>, { code, message }: TaskFailure): TaskDecision {
    const told = TOLD.has(code) ? { code, message } : { code: 'fetch_failed', message: 'The file could not be taken in.' };
    return taskDecision(asset, assetId, new RecordAssetFailed({ assetId, ...told }, this.clock.now()));
  }
}
