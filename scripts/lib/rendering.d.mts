export declare function render(helm: string, ...args: string[]): string;
export declare function renderedManifest(helm: string): string;
