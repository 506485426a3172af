import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type FilmChapter, type FilmFormat, type TitleCard } from '#media';
import { type Bound, type FilmRenderer, Models } from '#integrations';
import { type QueueName } from '#tasks';
import { FilmCredentials } from './credentials/film-credentials.js';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type StoredFile } from './contracts/stored-file.js';
import { type PieceSource } from './piece-conform.step.js';
import { CLIP_BYTES_PER_SECOND, IMAGE_BYTES, SOUND_BYTES_PER_SECOND } from './plan/expected-use.js';

/** Readable in a list, over any picture. */
const TITLE: Omit<TitleCard, 'text'> = {
  ...{ startFrame: 0, endFrame: 1, fadeInSeconds: 0, fadeOutSeconds: 0 },
  font: 'Montserrat ExtraBold',
  ...{ color: '#ffffff', accent: '#ffd819', background: '#0e1014', backgroundOpacity: 0.35 },
};

/** A mix of several elements, any of which may be generated. */
const COMPOSITE = 'http://cv.iptc.org/newscodes/digitalsourcetype/composite';

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
  /** Where it can be entered; absent: nowhere but at its beginning. */
  readonly chapters?: readonly FilmChapter[];
  /** Where it comes from, in its metadata: one line of at most 255 characters; absent: nothing. */
  readonly comment?: string;
  readonly thumbnail: boolean;
  /** What the thumbnail shows, with the title over it; absent: a frame of the first piece as it is, captions and all. */
  readonly cover?: PieceSource;
  /** IPTC's digital source type, for credentials in the file; absent: a composite of whatever there was. */
  readonly digitalSourceType?: string;
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
    private readonly credentials: FilmCredentials,
  ) {}

  queueOf(): QueueName {
    return 'render';
  }

  estimate({ pieces, format, thumbnail }: FilmJoinIn): Quantities {
    const seconds = pieces.reduce((sum, { frames }) => sum + frames, 0) / format.fps;
    const bytes = seconds * (CLIP_BYTES_PER_SECOND + SOUND_BYTES_PER_SECOND) + (thumbnail ? IMAGE_BYTES : 0);
    return { video_seconds: seconds, storage_bytes: Math.ceil(bytes) };
  }

  async run(
    { format, audio, title, chapters = [], comment, digitalSourceType = COMPOSITE, ...wanted }: FilmJoinIn,
    context: StepContext,
  ): Promise<FilmJoinOut> {
    const renderer = this.models.renderer();
    const pieces = await Promise.all(
      wanted.pieces.map(async ({ file, frames }) => ({ path: await this.storage.localPath(file.key), frames })),
    );
    const join = async () => {
      const output = { path: path.join(context.workDir, 'final.mp4') };
      const audioPath = audio && (await this.storage.localPath(audio.key));
      const joined = await renderer.join(
        { format, pieces, audioPath, title, chapters, ...(comment !== undefined && { comment }) },
        output,
        context,
      );
      const film = await this.credentials.attach(joined.path, { title, digitalSourceType }, context.signal);
      return { film: await context.store('final.mp4', film, joined.contentType), frames: joined.frames };
    };
    // The thumbnail comes from a piece, so it can be taken while the pieces are being joined.
    const [joined, thumbnail] = await Promise.all([
      join(),
      wanted.thumbnail ? this.thumbnail(pieces[0], format, title, wanted.cover, context) : null,
    ]);
    return { ...joined, thumbnail };
  }

  private async thumbnail(
    first: LocalPiece | undefined,
    format: FilmFormat,
    title: string,
    cover: PieceSource | undefined,
    context: StepContext,
  ): Promise<StoredFile | null> {
    const renderer = this.models.renderer();
    if (!cover) return thumbnailOf(renderer, first, format, context);
    const { file, ...rest } = cover;
    const layers = [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 1 }];
    const made = await renderer.conform(
      {
        format,
        piece: { id: 'thumbnail', startFrame: 0, endFrame: 1, layers, transition: null },
        sources: [{ ...rest, path: await this.storage.localPath(file.key) }],
        captions: null,
        cards: { titles: title === '' ? [] : [{ ...TITLE, text: title }], captionPosition: 'bottom' },
      },
      { path: path.join(context.workDir, 'cover.mp4') },
      context,
    );
    return thumbnailOf(renderer, { path: made.path, frames: made.frames }, format, context);
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
