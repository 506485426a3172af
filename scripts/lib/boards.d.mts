/** PromQL, legend, and `rare` where there may be nothing to see for a long time. */
export type BoardQuery = readonly [expression: string, legend: string, rare?: 'rare'];
export const BOARDS: readonly {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly (readonly [title: string, unit: string, description: string, ...queries: BoardQuery[]])[];
}[];
