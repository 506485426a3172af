import { constants } from 'node:fs';
import { copyFile, rm, stat, writeFile } from 'node:fs/promises';
import { type FilmEngine, type Output } from '#media';
import { EgressError, type GuardedFetch } from '#platform';
import { Suspended } from '#tasks';
import { UserMediaError } from '../contracts/errors.js';
import { type ObjectStorage } from '../contracts/storage.js';
import { type Assets, type FileRoom, type MediaKind, UserMedia } from '../contracts/user-media.js';
import { type Grant } from '../storage/signed-token.js';
import { bytesOfDataUrl, isDataUrl, MAX_DATA_URL_BYTES } from './data-url.js';
import { lookAtMedia, MAX_FILE_BYTES, MAX_IMAGE_BYTES, takeIn, tooLarge, unsupported } from './media-look.js';
import { type OwnAddress, ownAddressOf } from './own-address.js';

/** Two gigabytes at 20 Mbit/s. */
const FETCH_TIMEOUT_MS = 15 * 60_000;
const IDLE_TIMEOUT_MS = 30_000;

/** Of one organisation, in this process: whoever names slow addresses waits for them, and nobody else does. */
const FETCHES_PER_ORGANISATION = 4;
const BUSY_WAIT_MS = 1000;

const ANY_ROOM: FileRoom = { upTo: () => Promise.resolve() };

interface Bringing {
  readonly kinds: readonly MediaKind[];
  readonly path: string;
  readonly signal: AbortSignal;
  readonly room: FileRoom;
}

export interface UserMediaParts {
  readonly web: GuardedFetch;
  readonly assets: Pick<Assets, 'find'>;
  readonly storage: Pick<ObjectStorage, 'localPath' | 'head'>;
  /** What a signed link of ours permits. */
  readonly openLink: (token: string) => Grant | null;
  readonly publicUrl: string;
  readonly engine: () => FilmEngine;
}

export class GuardedUserMedia extends UserMedia {
  private readonly fetching = new Map<string, number>();

  constructor(private readonly parts: UserMediaParts) {
    super();
  }

  refusal(url: string): ReturnType<UserMedia['refusal']> {
    if (isDataUrl(url)) {
      const bytes = bytesOfDataUrl(url);
      if (bytes === null) return { code: 'unsupported_media', message: 'The data: URL is malformed or empty.' };
      return bytes === 'too_large' ? { code: 'unsupported_media', message: DATA_TOO_LARGE } : null;
    }
    return ownAddressOf(url, this.parts.publicUrl) ? null : this.parts.web.refusalOf(url);
  }

  async fetch(
    orgId: string,
    url: string,
    kinds: readonly MediaKind[],
    output: Output,
    signal: AbortSignal,
    room: FileRoom = ANY_ROOM,
  ): ReturnType<UserMedia['fetch']> {
    try {
      await this.bring(orgId, url, { kinds, path: output.path, signal, room });
      const bytes = await takeIn(output.path, signal);
      await room.upTo(bytes, bytes);
      const { kind, contentType, widthPx, heightPx, durationSeconds } = await lookAtMedia(this.parts.engine(), output.path, kinds);
      return { path: output.path, contentType, kind, widthPx, heightPx, durationSeconds };
    } catch (error) {
      await rm(output.path, { force: true });
      signal.throwIfAborted();
      if (error instanceof EgressError) throw new UserMediaError(error.code, error.message, error.retryable, { cause: error });
      throw error;
    }
  }

  private async bring(orgId: string, url: string, { kinds, path, signal, room }: Bringing): Promise<void> {
    if (isDataUrl(url)) {
      const bytes = dataOf(url);
      await room.upTo(bytes.length, bytes.length);
      return writeFile(path, bytes);
    }
    const own = ownAddressOf(url, this.parts.publicUrl);
    if (own) {
      const file = await this.ownFile(orgId, own);
      const { size } = await stat(file);
      await room.upTo(size, size);
      // A copy: what was stored must not change, whatever is done to the file.
      return copyFile(file, path, constants.COPYFILE_FICLONE);
    }
    const maxBytes = kinds.every((kind) => kind === 'image') ? MAX_IMAGE_BYTES : MAX_FILE_BYTES;
    await this.inTurn(orgId, () =>
      this.parts.web.fetchToFile(url, {
        outputPath: path,
        maxBytes,
        timeoutMs: FETCH_TIMEOUT_MS,
        idleTimeoutMs: IDLE_TIMEOUT_MS,
        signal,
        room: (bytes, announcedBytes) => room.upTo(bytes, announcedBytes),
      }),
    );
  }

  /** @throws Suspended while this organisation has enough fetches under way: the task gives its place to others meanwhile. */
  private async inTurn(orgId: string, fetch: () => Promise<unknown>): Promise<void> {
    const underWay = this.fetching.get(orgId) ?? 0;
    if (underWay >= FETCHES_PER_ORGANISATION) {
      throw new Suspended(BUSY_WAIT_MS * (1 + Math.random()), new Date(), 'the organisation has enough fetches under way');
    }
    this.fetching.set(orgId, underWay + 1);
    try {
      await fetch();
    } finally {
      const left = (this.fetching.get(orgId) ?? 1) - 1;
      if (left > 0) this.fetching.set(orgId, left);
      else this.fetching.delete(orgId);
    }
  }

  private async ownFile(orgId: string, own: OwnAddress): Promise<string> {
    const key = 'assetId' in own ? await this.keyOfAsset(orgId, own.assetId) : this.parts.openLink(own.token)?.key;
    // A link proves that somebody was shown the file, not that this organisation may make use of it.
    if (!key?.startsWith(`${orgId}/`) || !(await this.parts.storage.head(key))) {
      throw new UserMediaError('not_found', 'There is no such file of yours, or the link to it is over.', false);
    }
    return this.parts.storage.localPath(key);
  }

  private async keyOfAsset(orgId: string, assetId: string): Promise<string | null> {
    const asset = await this.parts.assets.find(orgId, assetId);
    if (asset?.status === 'processing') throw new UserMediaError('fetch_failed', 'The asset is still being fetched.', true);
    return asset?.key ?? null;
  }
}

const DATA_TOO_LARGE = `A data: URL may hold ${MAX_DATA_URL_BYTES} bytes at most; upload the file as an asset instead.`;

function dataOf(url: string): Buffer {
  const bytes = bytesOfDataUrl(url);
  if (bytes === 'too_large') throw tooLarge(DATA_TOO_LARGE);
  if (bytes === null) throw unsupported('The data: URL is malformed or empty.');
  return bytes;
}
