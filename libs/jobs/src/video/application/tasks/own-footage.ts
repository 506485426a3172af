import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Assets, ObjectStorage } from '#assets';
import { type Task, type TaskContext } from '#tasks';
import { Models, ProviderError } from '#integrations';
import { type RecordClip } from '../../domain/video-job.commands.js';
import { ArtifactFiles } from '../../../shared/artifact-files.js';
import { segmentFileName } from './segment-file-name.js';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};
/** Where in a piece of footage its preview is taken: past a beginning that is often black. */
const PREVIEWED_SECONDS = 1;

/** Footage and pictures out of the media library, as clips of a segment. */
@Injectable()
export class OwnFootage {
  constructor(
    private readonly assets: Assets,
    private readonly storage: ObjectStorage,
    private readonly models: Models,
    private readonly files: ArtifactFiles,
  ) {}

  /**
   * Copies the asset into the job: the film can be rendered again when the library has lost it.
   * @throws ProviderError `asset_not_found`, `asset_not_ready`, `unsupported_media` (final)
   */
  async take(
    task: Task<{ index: number }>,
    context: TaskContext,
    assetId: string,
  ): Promise<Pick<RecordClip['data'], 'clip' | 'still' | 'kind' | 'cost' | 'attribution'>> {
    const asset = await this.assets.find(task.orgId, assetId);
    if (!asset) throw new ProviderError('asset_not_found', `there is no asset ${assetId}`, false);
    if (asset.status !== 'ready' || asset.key === null)
      throw new ProviderError('asset_not_ready', `asset ${assetId} is ${asset.status}`, false);
    if (asset.kind !== 'image' && asset.kind !== 'video') {
      throw new ProviderError('unsupported_media', `asset ${assetId} has no picture`, false);
    }
    const { index } = task.payload;
    const sourcePath = await this.storage.localPath(asset.key);
    const contentType = asset.contentType ?? (asset.kind === 'image' ? 'image/png' : 'video/mp4');
    const name = segmentFileName('sources', index, EXTENSIONS[contentType] ?? 'bin');
    const clip = await this.files.keep(task, context, name, sourcePath, contentType);
    const atSeconds = asset.kind === 'image' ? 0 : Math.min(PREVIEWED_SECONDS, (asset.durationSeconds ?? 0) / 2);
    const output = { path: path.join(context.workDir, 'still.png') };
    const made = await this.models.renderer().still({ sourcePath, atSeconds, widthPx: null }, output, context);
    const still = await this.files.keep(task, context, segmentFileName('frames', index, 'png'), made.path, made.contentType);
    return { clip, still, kind: asset.kind, cost: null, attribution: null };
  }
}
