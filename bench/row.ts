/** One figure of a suite, as it stands in docs/benchmarks.md. */
export interface Row {
  what: string;
  kadr: number;
  /** Of the same run; null: there is nothing to compare with. */
  baseline: number | null;
  unit: string;
  /** Of Kadr to the baseline. */
  ratio: number | null;
  note?: string;
}
