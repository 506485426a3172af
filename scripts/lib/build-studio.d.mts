export declare function buildStudio(root: string, options?: { readonly force?: boolean }): Promise<boolean>;
