/** @throws Error that says what to type, when the databases were made by another major version. @param words that let root start Postgres */
export function checkMajor(directory: string, found: number, bundled: number, words?: readonly string[]): void;

/** A cluster of its own in `dataDir`. */
export function postgresDefinition(options: { dataDir: string; durable: boolean }): {
  /** Makes it, with a password of its own, unless it is there. @throws Error */
  prepare(): Promise<void>;
};
