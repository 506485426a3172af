import path from 'node:path';
import { type Context, type EventTransaction, type UnitOfWork } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type FilmEngine } from '#media';
import { type Clock, type Database, type Ids, logger, type Queryable } from '#platform';
import { type AssetEvent } from '../contracts/asset.events.js';
import { type ObjectStorage, type StoredObject } from '../contracts/storage.js';
import { Assets, type MediaKind, type StoredAsset } from '../contracts/user-media.js';
import { objectKey } from '../storage/object-keys.js';
import { lookAtMedia, type MediaLook } from '../user-media/media-look.js';
import { thumbnailOf } from './asset-thumbnail.js';
import { assetIndex, type AssetRow } from './asset-index.projection.js';
import { type AssetFacts, DeleteAsset, ImportAsset, KeepAsset } from './domain/asset.commands.js';
import { asset } from './domain/asset.decider.js';
import { UnknownAsset } from './domain/asset.errors.js';
import { type KeptAddresses } from '../contracts/kept-addresses.js';

const ALL_KINDS: readonly MediaKind[] = ['image', 'video', 'audio'];
const log = logger('assets');

/** An asset with the name its owner gave it, and a small picture of it. */
export type LibraryAsset = StoredAsset & Pick<AssetRow, 'name' | 'thumbnail'>;

/** Runs in the transaction that makes the asset, which it is shown as it will be. */
export type InTransaction = (tx: EventTransaction, made: LibraryAsset) => Promise<void>;

export interface KeepOptions {
  readonly assetId: string;
  readonly filePath: string;
  readonly source: string;
  readonly name: string | null;
}

/** The media library: files of organisations in object storage, with what is known about them. */
export class MediaLibrary extends Assets {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly storage: ObjectStorage,
    private readonly engine: () => FilmEngine,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly addresses: KeptAddresses,
  ) {
    super();
  }

  find(orgId: string, assetId: string): Promise<LibraryAsset | null> {
    return findIn(this.database.forOrganisation(orgId), orgId, assetId);
  }

  /** @throws UnknownAsset */
  async get(orgId: string, assetId: string): Promise<LibraryAsset> {
    const found = await this.find(orgId, assetId);
    if (!found) throw new UnknownAsset(assetId);
    return found;
  }

  /** @returns newest first, one more than `limit` if there is one. `olderThan`: `cursorOf` the last one before. */
  async list(orgId: string, kind: MediaKind | null, limit: number, olderThan: string | null): Promise<LibraryAsset[]> {
    const [createdAt = null, id = null] = olderThan?.split('|') ?? [];
    const rows = await this.database.forOrganisation(orgId).query<{ data: AssetRow }>(
      `SELECT data FROM assets.assets
        WHERE org_id = $1
          AND ($2::text IS NULL OR data->>'kind' = $2)
          AND ($3::text IS NULL OR (data->>'createdAt', key) < ($3, $4::text))
        ORDER BY data->>'createdAt' DESC, key DESC LIMIT $5`,
      [orgId, kind, createdAt, id, limit + 1],
    );
    return rows.map(({ data }) => ({ ...data, orgId }));
  }

  async keep({ orgId, ...file }: { assetId: string; orgId: string; filePath: string; source: string }): Promise<StoredAsset> {
    const known = await this.find(orgId, file.assetId);
    return known ?? this.keepFile({ orgId, actor: 'system' }, { ...file, name: null });
  }

  /** Takes a local file in. @throws UserMediaError `unsupported_media`, `payload_too_large`; StorageError */
  async keepFile(context: Context, { assetId, filePath, source, name }: KeepOptions, also?: InTransaction): Promise<LibraryAsset> {
    const facts = await this.store(context.orgId, assetId, filePath);
    const command = new KeepAsset({ ...facts, assetId, source, name }, this.clock.now());
    return this.made(context, assetId, also, (tx) => tx.decide(asset, assetId, command, context));
  }

  /** Has a file fetched from an address, which is kept apart from the events. */
  importFrom(context: Context, order: { assetId: string; url: string; name: string | null }, also?: InTransaction): Promise<LibraryAsset> {
    const { assetId, url, name } = order;
    return this.made(context, assetId, also, async (tx) => {
      await this.addresses.keep(tx, { orgId: context.orgId, subjectId: assetId }, 'import', new Map([['source', url]]));
      return tx.decide(asset, assetId, new ImportAsset({ assetId, name }, this.clock.now()), context);
    });
  }

  /** The address of an asset that is being fetched; null when it is not known (any more). */
  addressOf(orgId: string, assetId: string): Promise<string | null> {
    return this.addresses.find<string>(this.database, { orgId, subjectId: assetId }, 'import', 'source');
  }

  /** From now on nobody sees it; links to it die at once. @throws UnknownAsset */
  async delete(context: Context, assetId: string): Promise<void> {
    await this.get(context.orgId, assetId);
    await this.unitOfWork.run(async (tx) => {
      await this.addresses.forget(tx, { orgId: context.orgId, subjectId: assetId }, 'import');
      await tx.decide(asset, assetId, new DeleteAsset({ assetId }, this.clock.now()), context);
    });
    // A task removes the files for certain; this only makes it so before the answer.
    await this.removeFiles(context.orgId, assetId).catch((error: unknown) => {
      log.warn({ err: error, assetId, orgId: context.orgId }, 'the files of a deleted asset could not be removed at once');
    });
  }

  /** Deletes some of an organisation's assets; for its erasure. @returns how many there were */
  async disposeOf(orgId: string): Promise<number> {
    const rows = await this.database.query<{ key: string; left: number }>(
      'SELECT key, count(*) OVER ()::int AS left FROM assets.assets WHERE org_id = $1 ORDER BY key LIMIT 50',
      [orgId],
    );
    for (const { key } of rows) await this.delete({ orgId, actor: 'system' }, key);
    return rows[0]?.left ?? 0;
  }

  removeFiles(orgId: string, assetId: string): Promise<void> {
    return this.storage.delete(`${orgId}/${assetId}`);
  }

  /** Looks into a local file and puts it into storage, under a key of its own for each attempt: the key that is recorded is never put again. */
  async store(orgId: string, assetId: string, filePath: string): Promise<AssetFacts> {
    const look = await lookAtMedia(this.engine(), filePath, ALL_KINDS);
    const attempt = this.ids.next();
    const keyOf = (name: string): string => objectKey(orgId, assetId, path.posix.join(attempt, name));
    // First: a file of which nothing can be shown is refused here.
    const thumbnail = await thumbnailOf(this.engine(), filePath, look, (made, contentType) =>
      this.storage.put(keyOf('thumbnail.jpg'), made, contentType),
    );
    const file = await this.storage.put(keyOf(`content${look.extension}`), filePath, look.contentType);
    return factsOf(look, file, thumbnail);
  }

  private async made(
    { orgId }: Context,
    assetId: string,
    also: InTransaction | undefined,
    decide: (tx: EventTransaction) => Promise<{ readonly events: readonly Recorded<AssetEvent>[] }>,
  ): Promise<LibraryAsset> {
    const row = await this.unitOfWork.run(async (tx) => {
      const { events } = await decide(tx);
      const seen = events.reduce<AssetRow | undefined>((before, event) => assetIndex.evolve(before, event) ?? undefined, undefined);
      if (seen) await also?.(tx, { ...seen, orgId });
      return seen;
    });
    return row ? { ...row, orgId } : this.get(orgId, assetId);
  }
}

async function findIn(db: Queryable, orgId: string, assetId: string): Promise<LibraryAsset | null> {
  const [row] = await db.query<{ data: AssetRow }>('SELECT data FROM assets.assets WHERE key = $1 AND org_id = $2', [assetId, orgId]);
  return row ? { ...row.data, orgId } : null;
}

function factsOf({ kind, widthPx, heightPx, durationSeconds }: MediaLook, file: StoredObject, thumbnail: StoredObject | null): AssetFacts {
  return { kind, file, thumbnail, widthPx, heightPx, durationSeconds };
}

/** The sort key of a list's entry. */
export const cursorOf = ({ createdAt, id }: StoredAsset): string => `${createdAt}|${id}`;
