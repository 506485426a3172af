import type { MediaProbe } from '../contracts.js';
import type { Container } from './sniff.js';
import type { StillHeader } from './still-header.js';

/** A probed file with what the film engine needs beside the public facts. */
export interface ProbedFile {
  readonly facts: MediaProbe;
  readonly container: Container;
  /** As FFmpeg names them (`bt709`, `smpte170m`, `arib-std-b67` …), or null when the file does not say. */
  readonly colours: { readonly matrix: string | null; readonly transfer: string | null; readonly primaries: string | null };
  readonly isInterlaced: boolean;
  /** A second, hidden picture of transparency, as WebM has it. */
  readonly hasAlphaTrack: boolean;
  /** Length of the picture: the sound beside it may be longer. 0 for a still. */
  readonly pictureSeconds: number;
  readonly streams: number;
  /** Of a still. */
  readonly header: StillHeader | null;
}
