/** Where the result is to be written: an absolute path in a folder that exists, nothing there yet. */
export interface Output {
  readonly path: string;
}
