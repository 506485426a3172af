import { open, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../contracts.js';
import { GLOBAL_FLAGS, inputFlags, run, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { toBt709 } from '../film/source-graph.js';
import { damaged } from './boxes.js';
import { isHdr, namesOf, profileOf } from './code-points.js';
import { type Coding, codingOf, streamOf } from './coded.js';
import { withIccProfile } from './embed-profile.js';
import type { HeifFile } from './item-data.js';
import type { Items } from './items.js';
import type { Picture } from './picture.js';
import type { Colour, Operation } from './properties.js';

/** Of JPEG, from the best on: the next one where a picture comes out larger than it may be sent on (20 MB). */
const QUALITIES = [1, 3, 8, 16];
const MOST_JPEG_BYTES = 19 * 1024 * 1024;

interface Stream {
  readonly path: string;
  readonly demuxer: Coding['demuxer'];
  readonly picture: Picture;
}

export interface DecodeRequest {
  readonly tools: FfmpegTools;
  readonly file: HeifFile;
  readonly items: Items;
  readonly picture: Picture;
  /** For what is written on the way. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Decodes a picture: all its tiles in one process, which puts them together as well.
 * @returns a JPEG, or a PNG where something shines through @throws HeifFault, MediaError
 */
export async function decoded(request: DecodeRequest): Promise<string> {
  const { picture, folder } = request;
  const streams = [await written(request, picture, 'picture')];
  if (picture.alpha) streams.push(await written(request, picture.alpha, 'alpha'));
  if (picture.alpha) return withProfileOf(picture, await converted(request, streams, path.join(folder, 'out.png'), ['-c:v', 'png']));
  const outPath = path.join(folder, 'out.jpg');
  for (const quality of QUALITIES) {
    await converted(request, streams, outPath, ['-c:v', 'mjpeg', '-qmin', '1', '-q:v', String(quality), '-huffman', 'optimal']);
    if ((await stat(outPath)).size <= MOST_JPEG_BYTES) break;
  }
  return withProfileOf(picture, outPath);
}

/** All tiles as one stream of whole pictures. */
async function written({ file, items, folder }: DecodeRequest, picture: Picture, name: string): Promise<Stream> {
  const outPath = path.join(folder, `${name}.stream`);
  const out = await open(outPath, 'w');
  let before: Coding | null = null;
  try {
    for (const tile of picture.tiles) {
      const coding = codingOf(tile);
      if (before && coding.demuxer !== before.demuxer) throw damaged('tiles of its picture do not fit together');
      // Where each tile says the same, it is said once.
      const head = before && coding.demuxer !== 'mjpeg' && coding.head.equals(before.head) ? Buffer.alloc(0) : coding.head;
      await out.writev(streamOf({ ...coding, head }, await file.dataOf(tile, items)).filter(({ length }) => length > 0));
      before = coding;
    }
  } finally {
    await out.close();
  }
  if (!before) throw damaged('there is no picture in it');
  return { path: outPath, demuxer: before.demuxer, picture };
}

async function converted(
  { tools, folder, signal }: DecodeRequest,
  streams: readonly Stream[],
  outPath: string,
  encoder: readonly string[],
): Promise<string> {
  const { stdout } = await run(
    tools.ffmpegPath,
    [
      ...[...GLOBAL_FLAGS, '-xerror'],
      ...streams.flatMap(({ path: file, demuxer }) => ['-noautorotate', ...inputFlags(demuxer), '-i', file]),
      ...['-filter_complex', graphOf(tools, streams)],
      ...['-map', '[out]', '-frames:v', '1', ...encoder, '-map_metadata', '-1', '-f', 'image2', '-update', '1', '-y', outPath],
      // Says how many pictures came out of the decoder, and of which size: of what is damaged fewer.
      ...streams.flatMap((_, index) => ['-map', `[count${index}]`]),
      ...['-f', 'framecrc', 'pipe:1'],
    ],
    { cwd: folder, signal, limitMs: wallLimitMs(10), purpose: 'take in a HEIF picture', step: 'take_in' },
  ).catch((error: unknown) => {
    if (error instanceof MediaError && error.code === 'render_failed' && !error.retryable && error.message.startsWith('FFmpeg ended'))
      throw damaged('its picture cannot be decoded');
    throw error;
  });
  mustBeWhole(stdout.toString('latin1'), streams);
  return outPath;
}

/** As `framecrc` writes it: `#dimensions 0: 512x512`, and for each picture `0, 0, 0, 1, 393216, 0x…`. */
function mustBeWhole(counted: string, streams: readonly Stream[]): void {
  for (const [index, { picture }] of streams.entries()) {
    const pictures = [...counted.matchAll(new RegExp(`^${index}, +-?\\d+, +-?\\d+, +\\d+, +(\\d+),`, 'gm'))];
    if (pictures.length !== picture.tiles.length) throw damaged('its picture is cut off');
    const [, width, height] = new RegExp(`^#dimensions ${index}: (\\d+)x(\\d+)`, 'm').exec(counted) ?? [];
    const isTile = Number(width) === picture.tilePx.width && Number(height) === picture.tilePx.height;
    if (picture.tiles.length > 1 && !isTile) throw damaged('tiles of its picture are not of the size they state');
  }
}

function graphOf(tools: FfmpegTools, streams: readonly Stream[]): string {
  const chains = streams.flatMap(({ picture }, index) => {
    const last = streams.length === 1 ? 'out' : `seen${index}`;
    const inColour = index === 0 ? coloured(tools, picture.colour) : ['setparams=range=pc', 'scale', 'format=gray'];
    const filters = [...laid(picture), ...inColour, ...picture.operations.map(filterOf), ...(streams.length === 1 ? FOR_JPEG : [])];
    return [`[${index}:v:0]setpts=N/(25*TB),split[count${index}][tiles${index}]`, `[tiles${index}]${filters.join(',')}[${last}]`];
  });
  const [seen] = streams;
  if (streams.length === 1 || !seen) return chains.join(';');
  const { width, height } = seen.picture.sizePx;
  return [...chains, `[seen1]scale=${width}:${height},format=gray[alpha]`, '[seen0]format=rgba[bare];[bare][alpha]alphamerge[out]'].join(
    ';',
  );
}

function laid({ columns, rows, laidPx: { width, height } }: Picture): string[] {
  return [...(columns * rows === 1 ? [] : [`tile=${columns}x${rows}`]), `crop=${width}:${height}:0:0:exact=1`];
}

const ACCURATE = 'flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp';
const FOR_JPEG = [`scale=out_color_matrix=bt601:out_range=pc:${ACCURATE}`, 'format=yuvj420p'];

/** To RGB: from there on each pixel can be cut and turned by itself. What the boxes say goes before what the stream says. */
function coloured(tools: FfmpegTools, { codePoints }: Colour): string[] {
  const toRgb = [`scale=${ACCURATE}`, 'format=rgb24'];
  if (!codePoints) return toRgb;
  const { matrix, transfer, primaries } = namesOf(codePoints);
  const said = [
    `range=${codePoints.isFullRange ? 'pc' : 'tv'}`,
    ...(matrix === null ? [] : [`colorspace=${matrix}`]),
    ...(transfer === null ? [] : [`color_trc=${transfer}`]),
    ...(primaries === null ? [] : [`color_primaries=${primaries}`]),
  ].join(':');
  const fromHdr = isHdr(codePoints) ? toBt709(tools, { colours: { matrix, transfer, primaries } }) : [];
  return [`setparams=${said}`, ...fromHdr, ...toRgb];
}

const TURNS = { 1: 'transpose=2', 2: 'hflip,vflip', 3: 'transpose=1' } as const;

function filterOf(operation: Operation): string {
  if (operation.kind === 'turn') return TURNS[operation.quarters];
  if (operation.kind === 'mirror') return operation.exchanges === 'top and bottom' ? 'vflip' : 'hflip';
  const { width, height, x, y } = operation;
  return `crop=${width}:${height}:${x}:${y}:exact=1`;
}

/** A profile goes with the picture, as it does with a JPEG that is sent: what shows it converts it. */
async function withProfileOf({ colour: { profile, codePoints } }: Picture, outPath: string): Promise<string> {
  const own = profile ?? (codePoints && profileOf(codePoints));
  if (own) await writeFile(outPath, withIccProfile(await readFile(outPath), own));
  return outPath;
}
