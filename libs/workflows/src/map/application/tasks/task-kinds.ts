/** What is told to those who work for a map; the rest is read from its events. */
export interface MapTaskPayloads {
  /** @property index of the first item that it goes through */
  'workflows.run-item': { readonly mapId: string; readonly runId: string; readonly index: number };
  'workflows.close-map': { readonly mapId: string; readonly runId: string };
}
