export interface BoardPanel {
  readonly title: string;
  readonly unit: string;
  readonly description: string;
  /** There may be nothing to see for a long time. */
  readonly isRare: boolean;
  readonly answers: readonly {
    readonly legend: string;
    readonly series: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [at: number, value: string])[];
    }[];
  }[];
}
export interface Span {
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
}
export function told(value: number, unit: string): string;
export function boardPage(
  board: { readonly title: string; readonly panels: readonly BoardPanel[] },
  span: Span,
): { readonly html: string; readonly empty: readonly string[] };
