import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type FilmFormat } from '#media';
import { type Bound, type FilmRenderer, Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type StoredFile } from './contracts/stored-file.js';
import { CLIP_BYTES_PER_SECOND, IMAGE_BYTES, SOUND_BYTES_PER_SECOND } from './plan/expected-use.js';

/** Widest thumbnail, in pixels. */
const THUMBNAIL_WIDTH = 720;

export interface FilmJoinIn {
  readonly format: FilmFormat;
  /** Conformed pieces in the film's order. */
  readonly pieces: readonly { readonly file: FileRef; readonly frames: number }[];
  /** AAC of the film's length; null: a film without sound. */
  readonly audio: FileRef | null;
  /** Shown by players. */
  readonly title: string;
  readonly thumbnail: boolean;
}

export interface FilmJoinOut {
  readonly film: StoredFile;
  readonly thumbnail: StoredFile | null;
  readonly frames: number;
}

interface LocalPiece {
  readonly path: string;
  readonly frames: number;
}

/** Joins conformed pieces with the sound: copies, encodes nothing. */
@Injectable()
export class FilmJoinStep implements Step<FilmJoinIn, FilmJoinOut> {
  readonly type = 'Film.Join';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf(): QueueName {
    return 'render';
  }

  estimate({ pieces, format, thumbnail }: FilmJoinIn): Quantities {
    const seconds = pieces.reduce((sum, { frames }) => sum + frames, 0) / format.fps;
    const bytes = seconds * (CLIP_BYTES_PER_SECOND + SOUND_BYTES_PER_SECOND) + (thumbnail ? IMAGE_BYTES : 0);
    return { video_seconds: seconds, storage_bytes: Math.ceil(bytes) };
  }

  async run({ format, audio, title, ...wanted }: FilmJoinIn, context: StepContext): Promise<FilmJoinOut> {
    const renderer = this.models.renderer();
    const pieces = await Promise.all(
      wanted.pieces.map(async ({ file, frames }) => ({ path: await this.storage.localPath(file.key), frames })),
    );
    const join = async () => {
      const output = { path: path.join(context.workDir, 'final.mp4') };
      const audioPath = audio && (await this.storage.localPath(audio.key));
      const joined = await renderer.join({ format, pieces, audioPath, title }, output, context);
      return { film: await context.store('final.mp4', joined.path, joined.contentType), frames: joined.frames };
    };
    // The thumbnail comes from a piece, so it can be taken while the pieces are being joined.
    const [joined, thumbnail] = await Promise.all([join(), wanted.thumbnail ? thumbnailOf(renderer, pieces[0], format, context) : null]);
    return { ...joined, thumbnail };
  }
}

async function thumbnailOf(
  renderer: Bound<FilmRenderer>,
  piece: LocalPiece | undefined,
  { fps, widthPx }: FilmFormat,
  context: StepContext,
): Promise<StoredFile | null> {
  if (!piece) return null;
  const request = { sourcePath: piece.path, atSeconds: piece.frames / fps / 2, widthPx: Math.min(THUMBNAIL_WIDTH, widthPx) };
  const still = await renderer.still(request, { path: path.join(context.workDir, 'thumbnail.jpg') }, context);
  return context.store('thumbnail.jpg', still.path, still.contentType);
}
