export declare function obtainHelm(options: {
  programsDir: string;
}): Promise<{ helm: string | null; kubectl: string | null; missing: string | null }>;
