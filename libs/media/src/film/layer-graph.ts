import type { FilmFormat, Piece, PieceLayer, StillMotion } from '../contracts.js';
import { inputFlags, MEDIA_LIMITS } from '../ffmpeg/index.js';
import type { ProbedFile } from '../probe/probed-file.js';
import { cameraMove } from './camera-move.js';

/** A layer as FFmpeg input and as the start of a filter chain that gives exactly the piece's frames, numbered from 0. */
export interface LayerGraph {
  readonly inputArgs: readonly string[];
  /** From the input pad to an unlabelled output. */
  readonly chain: string;
}

/** Slowing a source further than this looks like slow motion. */
const SLOWEST = 1.25;
/** A source that is this little too short is not slowed (a repeated frame every so often stutters), its last frame is held. */
const HELD_FRAMES = 3;

/** The frames of one layer: resampled to the film's rate, filling the frame, cut to the piece. */
export function layerGraph(
  input: number,
  file: string,
  probed: ProbedFile,
  seed: number,
  layer: PieceLayer,
  piece: Piece,
  format: FilmFormat,
  motion: StillMotion,
): LayerGraph {
  return probed.container.still
    ? imageLayer(input, file, probed, seed, layer, piece, format, motion)
    : videoLayer(input, file, probed, layer, piece, format);
}

function videoLayer(input: number, file: string, probed: ProbedFile, layer: PieceLayer, piece: Piece, format: FilmFormat): LayerGraph {
  const { fps } = format;
  const neededFrames = layer.sourceEndFrame - layer.sourceStartFrame;
  const frames = piece.endFrame - piece.startFrame;
  const skip = piece.startFrame - layer.sourceStartFrame;
  const haveSeconds = probed.facts.durationSeconds;
  const isShort = neededFrames - haveSeconds * fps > HELD_FRAMES && haveSeconds > 0;
  const slowed = isShort ? Math.min(SLOWEST, neededFrames / fps / haveSeconds) : 1;
  // Start reading a second early and on a whole second of the film's grid: the frames that follow are the same ones that a reading
  // from the beginning gives, but a transition does not decode its whole source. Only MP4 states the length of each stream.
  const seekSeconds = slowed === 1 && probed.container.demuxer === 'mov' ? Math.max(0, Math.floor(skip / fps) - 1) : 0;
  const drop = skip - seekSeconds * fps;
  const resample = [...(slowed === 1 ? [] : [`setpts=PTS*${slowed.toFixed(6)}`]), `fps=fps=${fps}:start_time=0:round=near`];
  const resize = fill(probed, format);
  const fasterThanFilm = (probed.facts.video?.fps ?? 0) > fps;
  return {
    inputArgs: [
      ...inputFlags(probed.container.demuxer),
      ...(seekSeconds > 0 ? ['-ss', String(seekSeconds)] : []),
      ...['-t', String(MEDIA_LIMITS.durationSeconds), '-i', file],
    ],
    chain: [
      `[${input}:v:0]`,
      [
        ...(fasterThanFilm ? [...resample, ...resize] : [...resize, ...resample]),
        `tpad=stop_mode=clone:stop_duration=${Math.ceil(neededFrames / fps) + 2}`,
        `trim=start_frame=${drop}:end_frame=${drop + frames}`,
        `settb=1/${fps}`,
        'setpts=N',
      ].join(','),
    ].join(''),
  };
}

function imageLayer(
  input: number,
  file: string,
  probed: ProbedFile,
  seed: number,
  layer: PieceLayer,
  piece: Piece,
  format: FilmFormat,
  motion: StillMotion,
): LayerGraph {
  const frames = piece.endFrame - piece.startFrame;
  const skip = piece.startFrame - layer.sourceStartFrame;
  return {
    inputArgs: [...inputFlags(probed.container.demuxer), '-i', file],
    chain: [
      `[${input}:v:0]`,
      [
        ...fill(probed, format),
        `loop=loop=${frames - 1}:size=1:start=0`,
        `settb=1/${format.fps}`,
        'setpts=N',
        cameraMove(seed, skip, layer.sourceEndFrame - layer.sourceStartFrame, format, motion),
      ].join(','),
    ].join(''),
  };
}

/** Scales until the frame is filled and cuts what stands over, in BT.709 limited range. Nothing to do for a clip that is so already. */
function fill(probed: ProbedFile, { widthPx, heightPx }: FilmFormat): string[] {
  const { facts, colorMatrix, container } = probed;
  const isReady =
    facts.video?.widthPx === widthPx &&
    facts.video.heightPx === heightPx &&
    facts.video.pixelFormat === 'yuv420p' &&
    colorMatrix === 'bt709';
  if (isReady) return ['setsar=1'];
  // What a file does not say is taken as players take it: BT.709 for HD video, BT.601 below; stills bring their own.
  const isHd = (facts.video?.heightPx ?? 0) >= 720 || (facts.video?.widthPx ?? 0) >= 1280;
  const matrixIn = !container.still && colorMatrix === null ? (isHd ? 'bt709' : 'bt601') : 'auto';
  return [
    "scale=w='max(2,round(iw*sar))':h=ih",
    `scale=${widthPx}:${heightPx}:force_original_aspect_ratio=increase:flags=bicubic+accurate_rnd:in_color_matrix=${matrixIn}:out_color_matrix=bt709:out_range=tv`,
    `crop=${widthPx}:${heightPx}`,
    'setsar=1',
    'format=yuv420p',
  ];
}
