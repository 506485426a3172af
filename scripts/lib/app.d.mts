/** Flags of Node that the app is run with. */
export const NODE_FLAGS: readonly string[];

/** Settings of the C library that the app is run with. */
export const MEMORY_ENV: Readonly<Record<string, string>>;
