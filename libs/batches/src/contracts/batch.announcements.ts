/** Every item of a batch has ended. Comes again when failed items were retried. */
export interface BatchCompletedV1 {
  /** @format uuid */
  readonly batchId: string;
  /** @asType integer */
  readonly completed: number;
  /** @asType integer */
  readonly failed: number;
  /** @asType integer */
  readonly cancelled: number;
  /** What models have charged. */
  readonly cost: {
    /** 1 USD = 1 000 000. @asType integer */
    readonly amountMicros: number;
    readonly currency: 'USD';
  };
  /** Pairs of its defaults that all of its videos carry. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Type → what stands in its `data`. */
export interface BatchAnnouncements {
  'batch.completed': BatchCompletedV1;
}
