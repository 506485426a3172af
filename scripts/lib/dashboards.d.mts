export declare function dashboardFiles(): { file: string; text: string }[];
