/** @throws Error that says what to type, when the databases were made by another major version. @param words that let root start Postgres */
export function checkMajor(directory: string, found: number, bundled: number, words?: readonly string[]): void;
