import { Injectable } from '@nestjs/common';
import { Assets, ObjectStorage, type StoredAsset } from '#assets';
import { mp4Comment } from '#media';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { fault } from '../../graph/domain/fault.js';
import { GraphStore } from '../../graph/application/graph-store.js';
import { isUuidText } from '../../graph/domain/validate/values.js';
import { FaultyWorkflow } from '../../shared/domain/refusals.js';

/** As `Render` says in its films by which graph they were made. */
const MADE_BY = /^kadr:run\/[0-9a-f-]{36};graph\/([0-9a-f]{64})$/;

/** The documents that films in the media library were made by. */
@Injectable()
export class FilmDocuments {
  constructor(
    private readonly assets: Assets,
    private readonly storage: ObjectStorage,
    private readonly graphs: GraphStore,
  ) {}

  /**
   * The film names its graph, and whoever made it has kept that: nothing but its name is taken from the file, which anybody may have made.
   * @throws FaultyWorkflow `invalid_document`, `unknown_asset`, `no_graph`; StorageError
   */
  async of(orgId: string, assetId: unknown): Promise<WorkflowDocument> {
    if (typeof assetId !== 'string' || !isUuidText(assetId)) throw refused('invalid_document', 'must be the id of an asset');
    const asset = await this.assets.find(orgId, assetId);
    if (!asset) throw refused('unknown_asset', `there is no asset ${assetId}`);
    const [, digest] = MADE_BY.exec((await this.commentOf(asset)) ?? '') ?? [];
    if (digest === undefined) throw refused('no_graph', `asset ${assetId} is no film that a workflow has made`);
    const document = await this.graphs.find(orgId, digest);
    if (!document) throw refused('no_graph', 'the workflow that made this film is not one of yours');
    return document;
  }

  private async commentOf({ kind, key }: StoredAsset): Promise<string | null> {
    const head = kind === 'video' && key !== null ? await this.storage.head(key) : null;
    if (!head || key === null) return null;
    return mp4Comment({
      sizeBytes: head.sizeBytes,
      read: async (start, length) => {
        const parts: Buffer[] = [];
        if (length > 0) for await (const part of this.storage.open(key, { start, end: start + length - 1 })) parts.push(part as Buffer);
        return Buffer.concat(parts);
      },
    });
  }
}

const refused = (code: string, message: string): FaultyWorkflow => new FaultyWorkflow([fault(code, 'assetId', message)]);
