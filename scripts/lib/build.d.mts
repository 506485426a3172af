/** Compiles apps/api and libs into dist/, the server as one file, unless nothing changed since. @returns false: everything was up to date */
export function build(root: string, options?: { force?: boolean }): Promise<boolean>;
