export declare function obtainChromium(options: {
  readonly programsDir: string;
  readonly say?: (line: string) => void;
}): Promise<{ readonly path: string | null; readonly missing: string | null }>;
