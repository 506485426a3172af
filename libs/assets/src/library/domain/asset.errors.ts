import { DomainError, type RefusalKind } from '#eventing/domain';

export class UnknownAsset extends DomainError {
  readonly code = 'asset_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(assetId: string) {
    super(`There is no asset ${assetId}.`);
    this.details = { assetId };
  }
}

/** A late result: the asset is ready, failed or deleted already. */
export class AssetSettled extends DomainError {
  readonly code = 'asset_settled';
  readonly kind: RefusalKind = 'conflict';
  constructor(assetId: string) {
    super(`Asset ${assetId} is not being fetched any more.`);
  }
}
