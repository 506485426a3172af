/** What one attempt runs within, as long as it runs: what a busy processor gives it, say. */
export interface Surroundings {
  within<T>(work: () => T): T;
  /** Others have had less: from here on they come first. Twice is safe. */
  yield(): void;
}

/** None at all. */
export const NO_SURROUNDINGS = (): Surroundings => ({ within: (work) => work(), yield: () => undefined });
