export interface RenderedPod {
  containers: { name: string; args?: string[]; [other: string]: unknown }[];
  [other: string]: unknown;
}
export declare function podsOf(text: string): {
  roles: Record<string, RenderedPod>;
  migrate: RenderedPod | null;
  test: RenderedPod | null;
  configMaps: Record<string, Record<string, string>>;
};
