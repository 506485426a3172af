export declare function metricsFiles(): { file: string; text: string }[];
