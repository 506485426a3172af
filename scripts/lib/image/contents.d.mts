export interface FileStat {
  uid: number;
  gid: number;
  mode: number;
  isSymbolicLink(): boolean;
}
export declare function sizesOf(root: string): { bytes: number; folders: ReadonlyMap<string, number> };
export declare function largestFolders(folders: ReadonlyMap<string, number>, count?: number): { folder: string; bytes: number }[];
export declare function fingerprint(root: string): ReadonlyMap<string, string>;
export declare function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>, mounted?: string[]): string[];
export declare function ownershipFaults(files: Iterable<{ file: string; stat: FileStat }>): string[];
export declare function npmPackages(folder: string): string[];
export declare function billFaults(
  bill: { components: readonly { name: string; version: string; purl: string }[] },
  there: { npm: string[]; debian: string[] },
): { missing: string[]; absent: string[] };
