/** See programs.mjs. */
export function obtainPrograms(options: {
  wanted: ('nats' | 'redis' | 'espeak')[];
  programsDir: string;
  say?: (line: string) => void;
}): Promise<{ found: Record<string, { path: string; libraryPath?: string; dataPath?: string }>; missing: string[] }>;
