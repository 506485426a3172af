export declare function obtainPrometheus(options: {
  programsDir: string;
}): Promise<{ prometheus: string | null; promtool: string | null; missing: string | null }>;
