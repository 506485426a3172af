/**
 * Loads a part of the studio. When a new release has taken its file away, the page is loaded anew (`main.tsx`), and Vite gives nothing
 * instead of the part: who waits for it waits until then.
 */
export const orReloading =
  <T>(load: () => Promise<T>): (() => Promise<T>) =>
  async () =>
    ((await load()) as T | undefined) ?? new Promise<never>(() => undefined);
