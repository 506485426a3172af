export interface Waiting {
  readonly org: number;
  readonly number: number;
  readonly turnSeconds: number;
}
export class FairQueue {
  readonly length: number;
  readonly oldestTurnSeconds: number;
  push(task: Waiting): void;
  take(orgPlaces?: number): Waiting | null;
  release(task: Waiting): void;
}
