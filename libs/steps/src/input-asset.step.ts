import { table } from '#platform/json';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Assets, type MediaKind, ObjectStorage, UserMedia } from '#assets';
import { Models, ProviderError } from '#integrations';
import { type QueueName } from '#tasks';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type StoredFile } from './contracts/stored-file.js';
import { storeStill } from './picture.js';
import { IMAGE_BYTES } from './plan/expected-use.js';

const EXTENSIONS: Readonly<Record<string, string>> = table({
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/aac': 'aac',
});
const DEFAULT_TYPES: Readonly<Record<MediaKind, string>> = { image: 'image/png', video: 'video/mp4', audio: 'audio/mp4' };
/** Where in a piece of footage its preview is taken: past a beginning that is often black. */
const PREVIEWED_SECONDS = 1;

export interface InputAssetIn {
  /** Something of the organisation's media library by its id, or whatever an address leads to. */
  readonly from: { readonly assetId: string } | { readonly url: string };
  /** What may be taken. */
  readonly kinds: readonly ('image' | 'video' | 'audio')[];
  /** Whether a preview is kept as well. */
  readonly still: boolean;
}

export interface InputAssetOut {
  /** `asset:<id>` or `url`. */
  readonly source: string;
  readonly kind: 'image' | 'video' | 'audio';
  readonly file: StoredFile;
  readonly still: StoredFile | null;
  /** Of a picture or clip. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** Of a clip or sound. */
  readonly durationSeconds: number | null;
}

interface Found {
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly kind: MediaKind;
  readonly path: string;
  readonly contentType: string;
  readonly durationSeconds: number | null;
}

/** Copies what somebody brings into the work's own folder: the work can be done again when the library, or the web, has lost it. */
@Injectable()
export class InputAssetStep implements Step<InputAssetIn, InputAssetOut> {
  readonly type = 'Input.Asset';
  constructor(
    private readonly assets: Assets,
    private readonly media: UserMedia,
    private readonly storage: ObjectStorage,
    private readonly models: Models,
  ) {}

  queueOf({ from }: InputAssetIn): QueueName {
    return 'url' in from ? 'remote' : 'video';
  }

  /** What it weighs is known when it has come; until then only its preview is. */
  estimate({ still }: InputAssetIn): Quantities {
    return still ? { storage_bytes: IMAGE_BYTES } : {};
  }

  /** @throws ProviderError `asset_not_found`, `asset_not_ready`, `unsupported_media` (final) @throws UserMediaError as `UserMedia.fetch` */
  async run({ from, kinds, still }: InputAssetIn, context: StepContext): Promise<InputAssetOut> {
    const isUrl = 'url' in from;
    const { kind, contentType, ...found } = isUrl ? await this.fetched(from.url, kinds, context) : await this.kept(from.assetId, context);
    if (!kinds.includes(kind)) {
      throw new ProviderError(
        'unsupported_media',
        `${isUrl ? 'this address' : `asset ${from.assetId}`} has no ${kinds.join(' or ')}`,
        false,
      );
    }
    const file = await context.store(`asset.${EXTENSIONS[contentType] ?? 'bin'}`, found.path, contentType);
    const atSeconds = kind === 'image' ? 0 : Math.min(PREVIEWED_SECONDS, (found.durationSeconds ?? 0) / 2);
    const preview = { sourcePath: found.path, atSeconds, widthPx: null };
    return {
      source: isUrl ? 'url' : `asset:${from.assetId}`,
      kind,
      file,
      still: still && kind !== 'audio' ? await storeStill(this.models.renderer(), preview, context) : null,
      ...{ widthPx: found.widthPx, heightPx: found.heightPx, durationSeconds: found.durationSeconds },
    };
  }

  private fetched(url: string, kinds: readonly MediaKind[], { orgId, workDir, signal }: StepContext): Promise<Found> {
    return this.media.fetch(orgId, url, kinds, { path: path.join(workDir, 'media') }, signal);
  }

  private async kept(assetId: string, { orgId }: StepContext): Promise<Found> {
    const asset = await this.assets.find(orgId, assetId);
    if (!asset) throw new ProviderError('asset_not_found', `there is no asset ${assetId}`, false);
    const { key, kind, status, widthPx, heightPx, durationSeconds } = asset;
    if (status !== 'ready' || key === null || kind === null) {
      throw new ProviderError('asset_not_ready', `asset ${assetId} is ${status}`, false);
    }
    const contentType = asset.contentType ?? DEFAULT_TYPES[kind];
    return { kind, contentType, widthPx, heightPx, durationSeconds, path: await this.storage.localPath(key) };
  }
}
