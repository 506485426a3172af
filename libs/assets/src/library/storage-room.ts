import { type Quota } from '#billing';
import { type Context, type EventTransaction, type UnitOfWork } from '#eventing';
import { type Database, Refusal } from '#platform';
import { type FileRoom } from '../contracts/user-media.js';
import { MAX_FILE_BYTES } from '../user-media/media-look.js';
import { AssetSettled } from './domain/asset.errors.js';
import { type Uploads } from './uploads.js';

/** Held at first where nobody says how much comes; what is not needed is given back at the end. */
const FIRST_STEP_BYTES = 4 * 1024 * 1024;
/** Held on top where somebody said too little, such as a form whose part has headers that nobody expects. */
const SMALL_STEP_BYTES = 64 * 1024;

/** Proves in the transaction that holds room that there is still somebody who will settle it or give it back. */
type StillWanted = (tx: EventTransaction) => Promise<void>;

/**
 * Room in the quota of storage for files on their way, held under the id that the asset will have: before the first byte where its length
 * is known, else as the bytes come. `jobs.account-for-asset` settles it to the true size when the asset is ready.
 */
export class StorageRooms {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly quota: Quota,
    private readonly uploads: Uploads,
  ) {}

  /** Of a file that somebody is sending to this process. What came to nothing is given back by `release`, also after a crash. */
  forUpload(context: Context, assetId: string): FileRoom {
    let isBegun = false;
    return this.room(context, assetId, async (tx) => {
      if (!isBegun) await this.uploads.begin(tx, context.orgId, assetId);
      else if (!(await this.uploads.isUnderWay(tx, assetId))) throw interrupted();
      tx.afterCommit(() => (isBegun = true));
    });
  }

  /** Of an asset that is being fetched; another attempt goes on with what the one before held. The asset's end gives it back. */
  forImport(context: Context, assetId: string): FileRoom {
    return this.room(context, assetId, async (tx) => {
      // Locked: a deletion waits for this, and gives back what it holds.
      const rows = await tx.query(`SELECT 1 FROM assets.assets WHERE key = $1 AND data->>'status' = 'processing' FOR SHARE`, [assetId]);
      if (rows.length === 0) throw new AssetSettled(assetId);
    });
  }

  /**
   * Last in the transaction that keeps an uploaded file: from now on the asset answers for its room, and no more is held than it needs.
   * @throws Refusal when all of it was given back
   */
  async handOver(tx: EventTransaction, { orgId, assetId }: { orgId: string; assetId: string }, sizeBytes: number): Promise<void> {
    if (!(await this.uploads.end(tx, assetId))) throw interrupted();
    await this.quota.giveBack(tx, { reservationId: assetId, orgId }, { storage_bytes: sizeBytes });
  }

  /** Gives back what an upload held that did not become an asset. Does nothing for one that did; twice is safe. */
  async release(orgId: string, assetId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      if (await this.uploads.end(tx, assetId)) await this.quota.giveBack(tx, { reservationId: assetId, orgId });
    });
  }

  /** Of uploads whose process is gone. @returns how many */
  async sweep(): Promise<number> {
    const lost = await this.uploads.lost();
    for (const { orgId, assetId } of lost) await this.release(orgId, assetId);
    return lost.length;
  }

  /** For readers of the quota. @returns when each of them ended: those that are settled in a moment have ended now */
  async endedAt(assetIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; now: string }>(
      `SELECT asked.id, to_jsonb(now()) #>> '{}' AS now FROM unnest($1::text[]) AS asked(id)
        WHERE NOT EXISTS (SELECT 1 FROM assets.uploads u WHERE u.asset_id = asked.id::uuid)
          AND NOT EXISTS (SELECT 1 FROM assets.assets a WHERE a.key = asked.id AND a.data->>'status' = 'processing')`,
      [assetIds],
    );
    return new Map(rows.map(({ id, now }) => [id, now]));
  }

  private room(context: Context, assetId: string, stillWanted: StillWanted): FileRoom {
    let heldBytes = 0;
    let isAnnounced = false;
    return {
      upTo: async (bytes, announcedBytes = null) => {
        if (bytes <= heldBytes) return;
        const step = isAnnounced ? bytes + SMALL_STEP_BYTES : Math.max(FIRST_STEP_BYTES, 2 * bytes);
        isAnnounced ||= announcedBytes !== null;
        const wanted = Math.max(bytes, announcedBytes ?? Math.min(step, MAX_FILE_BYTES));
        heldBytes = await this.hold(context, assetId, { wanted, atLeast: bytes }, stillWanted);
      },
    };
  }

  private hold(
    context: Context,
    assetId: string,
    { wanted, atLeast }: { wanted: number; atLeast: number },
    stillWanted: StillWanted,
  ): Promise<number> {
    const reservation = { reservationId: assetId, orgId: context.orgId, subject: { kind: 'asset' as const, id: assetId } };
    return this.unitOfWork.run(async (tx) => {
      await stillWanted(tx);
      // Last: it holds the account to the commit.
      const held = await this.quota.hold(
        tx,
        { ...reservation, quantities: { storage_bytes: wanted } },
        { storage_bytes: atLeast },
        context,
      );
      return held.storage_bytes ?? 0;
    });
  }
}

const interrupted = (): Refusal =>
  new Refusal('unavailable', 'upload_interrupted', 'The upload was given up while this server was cut off; send the file again.', {
    headers: { 'Retry-After': '1' },
  });
