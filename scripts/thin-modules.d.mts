export declare function thinModules(root: string): number;
