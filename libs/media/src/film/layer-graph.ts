import type { FilmFormat, Piece, PieceLayer, SegmentSource, StillMotion } from '../contracts.js';
import { inputFlags, MEDIA_LIMITS, type FfmpegTools } from '../ffmpeg/index.js';
import type { ProbedFile } from '../probe/probed-file.js';
import { cameraMove } from './camera-move.js';
import { placedSource, preparedSource } from './source-graph.js';

/** A layer as FFmpeg input and as the start of a filter chain that gives exactly the piece's frames, numbered from 0. */
export interface LayerGraph {
  readonly inputArgs: readonly string[];
  /** From the input pad to an unlabelled output. */
  readonly chain: string;
}

/** What is seen in a piece, and how. */
export interface LayerRequest {
  /** Number of the FFmpeg input. */
  readonly input: number;
  readonly file: string;
  readonly probed: ProbedFile;
  readonly source: SegmentSource;
  readonly layer: PieceLayer;
  readonly piece: Piece;
  readonly format: FilmFormat;
  readonly motion: StillMotion;
  /** File name of the colour table of a picture with a profile, in the folder that FFmpeg works in. */
  readonly cube: string | null;
}

/** Slowing a source further than this looks like slow motion. */
const SLOWEST = 1.25;
/** A source that is this little too short is not slowed (a repeated frame every so often stutters), its last frame is held. */
const HELD_FRAMES = 3;
/** Frames that may wait in memory for their way back: 165 of 1920 x 1080. */
const SWING_BYTES = 512 * 1024 * 1024;

/** The frames of one layer: resampled to the film's rate, filling the frame, cut to the piece. */
export function layerGraph(tools: FfmpegTools, request: LayerRequest): LayerGraph {
  return request.probed.container.still ? imageLayer(tools, request) : videoLayer(tools, request);
}

function videoLayer(tools: FfmpegTools, { input, file, probed, source, layer, piece, format, cube }: LayerRequest): LayerGraph {
  const { fps } = format;
  const neededFrames = layer.sourceEndFrame - layer.sourceStartFrame;
  const frames = piece.endFrame - piece.startFrame;
  const skip = piece.startFrame - layer.sourceStartFrame;
  const haveSeconds = probed.pictureSeconds;
  const isShort = neededFrames - haveSeconds * fps > HELD_FRAMES && haveSeconds > 0;
  const stretch = isShort ? neededFrames / fps / haveSeconds : 1;
  const slowed = stretch > SLOWEST ? 1 : stretch;
  // Start reading a second early and on a whole second of the film's grid: the frames that follow are the same ones that a reading
  // from the beginning gives, but a transition does not decode its whole source. Only MP4 states the length of each stream.
  const seekSeconds = !isShort && probed.container.demuxer === 'mov' ? Math.max(0, Math.floor(skip / fps) - 1) : 0;
  const drop = skip - seekSeconds * fps;
  const resample = [...(slowed === 1 ? [] : [`setpts=PTS*${slowed.toFixed(6)}`]), `fps=fps=${fps}:start_time=0:round=near`].join(',');
  const name = `layer${input}`;
  const prepared = preparedSource(tools, probed, name, cube);
  const place = placedSource(prepared, probed, format, name, { picture: '', ground: '' }, source.placement);
  const fasterThanFilm = (probed.facts.video?.fps ?? 0) > fps;
  return {
    inputArgs: [
      ...inputFlags(probed.container.demuxer),
      ...prepared.inputArgs,
      ...(seekSeconds > 0 ? ['-ss', String(seekSeconds)] : []),
      ...['-t', String(MEDIA_LIMITS.durationSeconds), '-i', file],
    ],
    chain: [
      `[${input}:v:0]`,
      [
        ...(fasterThanFilm ? [resample, place] : [place, resample]),
        ...(stretch > SLOWEST ? [thereAndBack(Math.floor(haveSeconds * fps), format, name)] : []),
        `tpad=stop_mode=clone:stop_duration=${Math.ceil(neededFrames / fps) + 2}`,
        `trim=start_frame=${drop}:end_frame=${drop + frames}`,
        `settb=1/${fps}`,
        'setpts=N',
      ].join(','),
    ].join(''),
  };
}

/**
 * Plays to the end, then back, then forth again, for as long as it is needed: footage that stops moving looks broken. Of a long clip in
 * many pixels only the last seconds swing: the way back waits in memory.
 */
function thereAndBack(haveFrames: number, { widthPx, heightPx, fps }: FilmFormat, name: string): string {
  const swinging = Math.max(1, Math.floor(SWING_BYTES / (widthPx * heightPx * 1.5)));
  const counted = `settb=1/${fps},setpts=N`;
  const [there, tail, turned, again] = ['there', 'tail', 'turned', 'again'].map((part) => `[${name}${part}]`);
  return [
    `${counted},split${there}${tail}`,
    `${tail}trim=start_frame=${Math.max(0, haveFrames - swinging)},${counted},split${turned}${again}`,
    `${turned}reverse${turned}`,
    `${turned}${again}concat=n=2:v=1:a=0,${counted},loop=loop=-1:size=${2 * Math.min(swinging, haveFrames + fps)}:start=0${tail}`,
    `${there}${tail}concat=n=2:v=1:a=0,${counted}`,
  ].join(';');
}

function imageLayer(tools: FfmpegTools, { input, file, probed, source, layer, piece, format, motion, cube }: LayerRequest): LayerGraph {
  const frames = piece.endFrame - piece.startFrame;
  const skip = piece.startFrame - layer.sourceStartFrame;
  const name = `layer${input}`;
  const prepared = preparedSource(tools, probed, name, cube);
  const held = `,loop=loop=${frames - 1}:size=1:start=0,settb=1/${format.fps},setpts=N`;
  const moved = `${held},${cameraMove(source.seed, skip, layer.sourceEndFrame - layer.sourceStartFrame, format, motion)}`;
  // Where all of a picture is to be seen, the camera moves over what lies behind it.
  const isWhole = source.placement?.fit === 'contain-blur';
  const motions = { picture: isWhole ? held : moved, ground: isWhole ? moved : '' };
  return {
    inputArgs: [...inputFlags(probed.container.demuxer), ...prepared.inputArgs, '-i', file],
    chain: `[${input}:v:0]${placedSource(prepared, probed, format, name, motions, source.placement)}`,
  };
}
