/** Compiles apps/api and libs into dist/ unless nothing changed since. @returns false: everything was up to date */
export function build(root: string, options?: { force?: boolean }): Promise<boolean>;
