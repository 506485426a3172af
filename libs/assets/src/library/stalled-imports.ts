import { type Pursuit, type Stalled, type StalledWork, type Subject } from '#tasks';
import { type Database } from '#platform';
import { asset, type AssetState } from './domain/asset.decider.js';
import { importOf, keepAssets } from './keep-assets.reaction.js';

/** Files that were named by address, and that nobody fetches. What is not to be fetched is ready from its first moment on. */
export class StalledImports implements Pursuit<AssetState> {
  readonly what = 'import';
  readonly askedBy = keepAssets.name;

  constructor(
    private readonly stalled: StalledWork,
    private readonly database: Database,
  ) {
    stalled.watch(asset, this);
  }

  unfinished(after: string, limit: number): Promise<readonly Subject[]> {
    return this.database.query<{ id: string; orgId: string }>(
      `SELECT key AS id, org_id AS "orgId" FROM assets.assets WHERE data->>'status' = 'processing' AND key > $1 ORDER BY key LIMIT $2`,
      [after, limit],
    );
  }

  async driveOn({ id, orgId, state }: Stalled<AssetState>): Promise<boolean> {
    return state.status === 'processing' && this.stalled.askAgain([importOf(id, orgId)]);
  }
}
