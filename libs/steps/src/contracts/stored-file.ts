/** A file in object storage. `key` names it there; `sha256` is of its bytes. */
export interface StoredFile {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A stored file as an input names it. With `sha256` two inputs that name the same bytes are the same input. */
export interface FileRef extends Partial<StoredFile> {
  readonly key: string;
}

/** What a provider charged for a piece of work; local providers charge nothing. */
export interface ProviderCost {
  readonly provider: string;
  readonly model: string;
  readonly units: number;
  /** 1 USD = 1 000 000. */
  readonly amountMicros: number;
}
