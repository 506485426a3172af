export interface Job {
  leftSeconds: number;
  readonly threads: number;
  isSteppedBack: boolean;
}
export class Machine {
  constructor(cores: number);
  readonly cores: number;
  readonly usedSeconds: number;
  readonly next: { readonly atSeconds: number; readonly job: Job } | null;
  add(nowSeconds: number, job: Job): void;
  remove(nowSeconds: number, job: Job): void;
  reweigh(nowSeconds: number): void;
  advance(nowSeconds: number): void;
}
