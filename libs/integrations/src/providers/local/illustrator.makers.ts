import { writeFile } from 'node:fs/promises';
import { type Drawing, type IllustrationRequest, type Illustrator, type Output } from '#media';
import {
  type CallContext,
  type ClipMaker,
  type ClipRequest,
  type ClipSketcher,
  type ImageMaker,
  type Made,
  type PictureRequest,
  type Sketched,
  type SketchOutputs,
} from '../../contracts/makers.js';
import { FilmCast } from './film-cast.js';

/** Stills have no rate; the format wants one. */
const ANY_FPS = 30;

/** `local:illustrator` as a maker of stills. */
export class IllustratorImageMaker implements ImageMaker {
  private readonly cast: FilmCast;

  constructor(private readonly illustrator: Illustrator) {
    this.cast = FilmCast.of(illustrator);
  }

  async make(request: PictureRequest, { path }: Output, { signal }: CallContext): Promise<Made> {
    return { ...(await this.illustrator.still(await this.cast.illustration(request, ANY_FPS), path, signal)), cost: null };
  }
}

/** `local:illustrator` as a maker of clips: from words; from a first picture; from a first to a last one. */
export class IllustratorClipMaker implements ClipMaker {
  private readonly cast: FilmCast;

  constructor(private readonly illustrator: Illustrator) {
    this.cast = FilmCast.of(illustrator);
  }

  async make(request: ClipRequest, { path }: Output, { signal }: CallContext): Promise<Made> {
    const { firstImagePath, lastImagePath, seed } = request;
    const frames = framesOf(request);
    if (firstImagePath === null) {
      const illustration: IllustrationRequest = await this.cast.illustration(request, request.fps);
      return { ...(await this.illustrator.clip({ ...illustration, frames }, path, signal)), cost: null };
    }
    const { widthPx, heightPx, fps } = request;
    const move = {
      firstFramePath: firstImagePath,
      lastFramePath: lastImagePath ?? firstImagePath,
      frames,
      format: { widthPx, heightPx, fps },
      seed,
    };
    return { ...(await this.illustrator.between(move, path, signal)), cost: null };
  }
}

/** `local:motion-card`: the words themselves as moving type. */
export class MotionCardMaker implements ClipMaker {
  private readonly cast: FilmCast;

  constructor(private readonly illustrator: Illustrator) {
    this.cast = FilmCast.of(illustrator);
  }

  async make(request: ClipRequest, { path }: Output, { signal }: CallContext): Promise<Made> {
    const illustration = await this.cast.illustration(request, request.fps);
    return { ...(await this.illustrator.card({ ...illustration, frames: framesOf(request) }, path, signal)), cost: null };
  }
}

/** What either of the two would draw. */
export class IllustratorSketcher implements ClipSketcher {
  private readonly cast: FilmCast;

  constructor(
    private readonly illustrator: Illustrator,
    private readonly form: 'sketch' | 'cardSketch',
  ) {
    this.cast = FilmCast.of(illustrator);
  }

  async sketch(request: ClipRequest, { drawing, still, thumbnail }: SketchOutputs, { signal }: CallContext): Promise<Sketched> {
    const frames = framesOf(request);
    const drawn: Drawing = this.illustrator[this.form]({ ...(await this.cast.illustration(request, request.fps)), frames });
    await writeFile(drawing.path, JSON.stringify(drawn));
    const shown = await this.illustrator.frameOf(drawn, Math.floor(frames / 2), still.path, { thumbnailPath: thumbnail.path, signal });
    return { drawing: { path: drawing.path, contentType: 'application/json' }, still: shown, thumbnail: shown.thumbnail };
  }
}

const framesOf = ({ durationSeconds, fps }: ClipRequest): number => Math.max(1, Math.round(durationSeconds * fps));
