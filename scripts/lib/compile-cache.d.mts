export function ownCompileCache(dataDir: string, root: string): string;
