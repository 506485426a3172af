/** What a process asks of its launcher. `id` names one run of a program, unique among those of the launcher. */
export type ToLauncher =
  | { readonly id: number; readonly command: readonly string[]; readonly cwd: string | undefined }
  | { readonly id: number; readonly kill: true };

/** What the launcher says of a run: it has started, wrote something, has ended with all it wrote told, or could not be started. */
export type FromLauncher =
  | { readonly id: number; readonly pid: number }
  | { readonly id: number; readonly out: Uint8Array }
  | { readonly id: number; readonly err: Uint8Array }
  | { readonly id: number; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly id: number; readonly failed: string };
