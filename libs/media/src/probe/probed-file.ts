import type { MediaProbe } from '../contracts.js';
import type { Container } from './sniff.js';

/** A probed file with what the film engine needs beside the public facts. */
export interface ProbedFile {
  readonly facts: MediaProbe;
  readonly container: Container;
  /** As FFmpeg names it (`bt709`, `smpte170m` …), or null when the file does not say. */
  readonly colorMatrix: string | null;
  readonly streams: number;
}
