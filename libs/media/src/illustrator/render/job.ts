import type { FilmFormat } from '../../contracts.js';
import type { SceneDescription } from '../scene/scene.js';

/** What the drawing process is told: everything decided, nothing left to the machine it runs on. */
export type DrawingJob =
  | { readonly kind: 'still'; readonly scene: SceneDescription; readonly format: FilmFormat; readonly outPath: string }
  | { readonly kind: 'convert'; readonly fromPath: string; readonly outPath: string }
  /** `shots`: the frames on which the picture cuts to another look at the same scene; the first is 0. */
  | ({ readonly kind: 'clip'; readonly scene: SceneDescription; readonly shots: readonly number[] } & Moving)
  | ({ readonly kind: 'card'; readonly scene: SceneDescription; readonly words: readonly string[] } & Moving)
  | ({ readonly kind: 'between'; readonly firstFramePath: string; readonly lastFramePath: string; readonly seed: number } & Moving);

interface Moving {
  readonly format: FilmFormat;
  readonly frames: number;
  readonly outPath: string;
  readonly encoder: Encoder;
}

export interface Encoder {
  readonly ffmpegPath: string;
  /** Put before the program so that the encoder dies with the drawing process: `setpriv --pdeathsig KILL --`, or nothing. */
  readonly diesWithParent: readonly string[];
}
