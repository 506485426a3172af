import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage, SignedUrls } from '#assets';
import {
  type CaptionPosition,
  type CaptionStyle,
  type CaptionTheme,
  type Cue,
  type FilmFormat,
  type Logo,
  type Piece,
  type Placement,
  type SegmentSource,
  type StillMotion,
  type TitleCard,
} from '#media';
import { type BurnedCaptions, Models } from '#integrations';
import { BoundedCache, CacheRoom } from '#platform';
import { type QueueName } from '#tasks';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type StoredFile } from './contracts/stored-file.js';
import { CLIP_BYTES_PER_SECOND } from './plan/expected-use.js';

/** As long as the engine elsewhere may take to fetch the clips. */
const CLIP_LINK_SECONDS = 2 * 3600;

/** A clip, a still that gets a camera move chosen by `seed`, or a drawing, which is drawn while the piece is encoded. */
export interface PieceSource {
  readonly file: FileRef;
  readonly kind: 'video' | 'image' | 'drawing';
  readonly seed: number;
  /** Absent: the film is filled, around the middle. */
  readonly placement?: Placement;
}

/** Clips that somebody else puts together into one shot first. */
export interface MontageSource {
  /** Model that does it. */
  readonly renderer: string;
  readonly scenes: readonly {
    readonly file: FileRef & { readonly contentType: string };
    readonly text: string;
    readonly durationSeconds: number;
  }[];
}

export interface PieceConformIn {
  readonly format: FilmFormat;
  readonly piece: Piece;
  /** One for each layer of the piece, in its order. */
  readonly sources: readonly (PieceSource | MontageSource)[];
  /** Those of the whole film, as `Subtitle.Align` kept them; the ones that touch the piece are burned in. */
  readonly captions: {
    readonly cues: FileRef;
    readonly style: CaptionStyle;
    readonly position: CaptionPosition;
    readonly theme?: CaptionTheme;
  } | null;
  /** Titles over the picture, those near the piece included (`cardsAround`): no caption is seen beside one. */
  readonly cards?: { readonly titles: readonly TitleCard[]; readonly captionPosition: CaptionPosition };
  readonly logo?: (Omit<Logo, 'path'> & { readonly file: FileRef }) | null;
  /** The camera over stills; absent: the renderer's usual one. */
  readonly motion?: StillMotion;
}

interface CuesOfFilm {
  readonly cues: readonly Cue[];
  /** Of their JSON. */
  readonly bytes: number;
}

export interface PieceConformOut {
  readonly piece: StoredFile;
  readonly frames: number;
}

/** Of the films that are being rendered: each piece asks for the captions of its whole film. */
const CUES_KEPT_BYTES = 8 * 2 ** 20;

/** Captions are written in hundredths: what begins or ends so near the piece may be seen in it. */
const ROUNDING_SECONDS = 0.05;

/** Brings one part of a film into its final encoding, captions, titles and logo burned in. */
@Injectable()
export class PieceConformStep implements Step<PieceConformIn, PieceConformOut> {
  readonly type = 'Piece.Conform';
  private readonly cuesByFile = new BoundedCache<string, CuesOfFilm>(new CacheRoom('captions', CUES_KEPT_BYTES), ({ bytes }) => 4 * bytes);

  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
    private readonly urls: SignedUrls,
  ) {}

  queueOf({ sources }: PieceConformIn): QueueName {
    return sources.some(isMontage) ? 'remote' : 'conform';
  }

  estimate({ piece, format }: PieceConformIn): Quantities {
    const seconds = (piece.endFrame - piece.startFrame) / format.fps;
    return { render_seconds: seconds, storage_bytes: Math.ceil(seconds * CLIP_BYTES_PER_SECOND) };
  }

  async run(input: PieceConformIn, context: StepContext): Promise<PieceConformOut> {
    const { format, piece, cards, motion, logo } = input;
    const conformed = await this.models.renderer().conform(
      {
        format,
        piece,
        sources: await Promise.all(input.sources.map((source) => this.sourceOf(source, format, context))),
        captions: await this.captionsOf(input),
        ...(cards && { cards }),
        ...(logo && { logo: await this.logoOf(logo) }),
        ...(motion && { motion }),
      },
      { path: path.join(context.workDir, 'piece.mp4') },
      context,
    );
    return { piece: await context.store('piece.mp4', conformed.path, conformed.contentType), frames: conformed.frames };
  }

  private async sourceOf(source: PieceSource | MontageSource, format: FilmFormat, context: StepContext): Promise<SegmentSource> {
    if (!isMontage(source)) {
      const { file, ...rest } = source;
      return { ...rest, path: await this.storage.localPath(file.key) };
    }
    const scenes = source.scenes.map(({ file, text, durationSeconds }) => {
      return { url: this.urls.sign(file.key, file.contentType, CLIP_LINK_SECONDS), text, durationSeconds };
    });
    const output = { path: path.join(context.workDir, 'montage.mp4') };
    const made = await this.models.montage(source.renderer).assemble({ format, scenes }, output, context);
    return { path: made.path, kind: 'video', seed: 0 };
  }

  /** Those that are seen in the piece: setting the captions of a whole film for each of its pieces would hold everybody up. */
  private async captionsOf({ captions, piece, format }: PieceConformIn): Promise<BurnedCaptions | null> {
    if (!captions) return null;
    const cues = await this.cuesOf(captions.cues);
    const [from, to] = [piece.startFrame / format.fps - ROUNDING_SECONDS, piece.endFrame / format.fps + ROUNDING_SECONDS];
    return { ...captions, cues: cues.filter(({ startSeconds, endSeconds }) => endSeconds > from && startSeconds < to) };
  }

  private async cuesOf({ key, sha256 }: FileRef): Promise<readonly Cue[]> {
    const name = `${key} ${sha256}`;
    const known = this.cuesByFile.get(name);
    if (known) return known.cues;
    const json = await readFile(await this.storage.localPath(key), 'utf8');
    const cues = JSON.parse(json) as Cue[];
    this.cuesByFile.set(name, { cues, bytes: json.length });
    return cues;
  }

  private async logoOf({ file, corner, size, opacity, margin }: NonNullable<PieceConformIn['logo']>): Promise<Logo> {
    return { path: await this.storage.localPath(file.key), corner, size, opacity, margin };
  }
}

const isMontage = (source: PieceSource | MontageSource): source is MontageSource => 'scenes' in source;
