import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type Attribution, type Bound, type ClipRequest, type ClipSketcher, Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Prices, type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type ProviderCost, type StoredFile } from './contracts/stored-file.js';
import { costOf } from './cost.js';
import { type PictureIn, storeStill } from './picture.js';
import { CLIP_BYTES_PER_SECOND, expectedMicros, IMAGE_BYTES } from './plan/expected-use.js';
import { queueFor } from './plan/queue-for.js';

export interface VideoGenerateIn extends PictureIn {
  readonly fps: number;
  /** Length wanted. A model with fixed lengths takes the next longer one, else its longest. */
  readonly durationSeconds: number;
  /** The picture it starts with. */
  readonly firstImage: FileRef | null;
  /** The picture it ends with. */
  readonly lastImage: FileRef | null;
  /** Stock that is not to be taken again, by the ids of its attributions. */
  readonly exclude: readonly string[];
  /** Whether its middle frame is kept as a picture as well. */
  readonly still: boolean;
  /** Where the model draws here itself, its drawing is enough: JSON that `Piece.Conform` takes. Absent: a video. Words alone are drawn. */
  readonly asDrawing?: boolean;
}

export interface VideoGenerateOut {
  /** The model that made or found it. */
  readonly source: string;
  readonly clip: StoredFile;
  readonly kind: 'video' | 'drawing';
  readonly still: StoredFile | null;
  /** The still for lists, where the model made it too. */
  readonly thumbnail?: StoredFile;
  /** Of stock. */
  readonly attribution: Attribution | null;
  readonly cost: ProviderCost | null;
}

/** Has one clip made, from words, from a picture or between two; or found, where the model is a library of stock. */
@Injectable()
export class VideoGenerateStep implements Step<VideoGenerateIn, VideoGenerateOut> {
  readonly type = 'Video.Generate';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf({ model }: VideoGenerateIn): QueueName {
    return queueFor(model, 'video');
  }

  estimate({ model, durationSeconds, prompt, still }: VideoGenerateIn, prices: Prices): Quantities {
    return {
      provider_cost_micros: expectedMicros(prices, model, { characters: prompt.length, seconds: durationSeconds }),
      storage_bytes: Math.ceil(durationSeconds * CLIP_BYTES_PER_SECOND) + (still ? IMAGE_BYTES : 0),
    };
  }

  async run(input: VideoGenerateIn, context: StepContext): Promise<VideoGenerateOut> {
    const { model, firstImage, lastImage, still, asDrawing = false, ...wanted } = input;
    const isOfWords = firstImage === null && lastImage === null;
    const sketcher = asDrawing && isOfWords ? this.models.sketcher(model) : null;
    if (sketcher) return sketched(sketcher, { ...wanted, firstImagePath: null, lastImagePath: null }, { model, still }, context);
    const request = { ...wanted, firstImagePath: await this.pathOf(firstImage), lastImagePath: await this.pathOf(lastImage) };
    const made = await this.models.clip(model).make(request, { path: path.join(context.workDir, 'clip.mp4') }, context);
    const middle = { sourcePath: made.path, atSeconds: wanted.durationSeconds / 2, widthPx: null };
    return {
      source: model,
      kind: 'video',
      still: still ? await storeStill(this.models.renderer(), middle, context) : null,
      clip: await context.store('clip.mp4', made.path, made.contentType),
      attribution: made.attribution ?? null,
      cost: costOf(made.cost),
    };
  }

  private pathOf(file: FileRef | null): Promise<string> | null {
    return file && this.storage.localPath(file.key);
  }
}

async function sketched(
  sketcher: Bound<ClipSketcher>,
  request: ClipRequest,
  { model, still }: Pick<VideoGenerateIn, 'model' | 'still'>,
  context: StepContext,
): Promise<VideoGenerateOut> {
  const at = (name: string) => ({ path: path.join(context.workDir, name) });
  const outputs = { drawing: at('clip.json'), still: at('still.png'), thumbnail: at('thumbnail.jpg') };
  const made = await sketcher.sketch(request, outputs, context);
  const thumbnail = still ? made.thumbnail : null;
  return {
    ...{ source: model, kind: 'drawing', attribution: null, cost: null },
    still: still ? await context.store('still.png', made.still.path, made.still.contentType) : null,
    ...(thumbnail && { thumbnail: await context.store('thumbnail.jpg', thumbnail.path, thumbnail.contentType) }),
    clip: await context.store('clip.json', made.drawing.path, made.drawing.contentType),
  };
}
