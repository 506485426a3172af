/** A closed shape of a drawing, in a square of 32 units. */
export interface Shape {
  readonly path: string;
  readonly color: string;
  /** 0 to 1; absent: it covers what is behind it. */
  readonly opacity?: number;
}

export interface OwnDrawing {
  /** As of the icon set: says whether it is a thing that can be seen, and which mood it brings. */
  readonly subgroup: string;
  readonly shapes: readonly Shape[];
}

export const shape = (color: string, path: string, opacity?: number): Shape => ({ path, color, ...(opacity !== undefined && { opacity }) });
