import { placedCards } from '#jobs';
import { cardsAround, type Piece, planPieces } from '#media/plan';
import {
  type AudioMixStep,
  CLIP_BYTES_PER_SECOND,
  type FilmJoinStep,
  IMAGE_BYTES,
  keptFile,
  type KeptResults,
  type MontageSource,
  type PieceConformStep,
  SOUND_BYTES_PER_SECOND,
  type StepContext,
  type StoredFile,
} from '#steps';
import { LIMITS } from '../../contracts/graph.js';
import { type MediaValue, type TimelineValue } from '../../contracts/values.js';
import { type Bound, NodeFailure, type TaskCall, type TaskNode } from '../node-type.js';
import { arrived, typed } from '../model/model-params.js';
import { imageValue } from '../model/picture-params.js';
import { someAtATime } from '../part-context.js';

const MAX_SECONDS = 600;
/** The encoder uses several cores for each. */
const PIECES_AT_ONCE = 2;
/** The engine elsewhere that can put the pictures together; the ladder ends here. */
export const REMOTE_RENDERER = 'fantaprojekt';

export interface RenderSteps {
  readonly pieces: PieceConformStep;
  readonly mix: AudioMixStep;
  readonly films: FilmJoinStep;
  readonly kept: KeptResults;
}

interface Rendered {
  readonly file: StoredFile;
  readonly frames: number;
}

export const render = (steps: RenderSteps): TaskNode => ({
  type: 'Render',
  title: 'Render',
  group: 'film',
  description:
    'Makes the film: each piece in its final encoding, the sound, and both joined to an MP4. Pieces that are there are not encoded again.',
  version: 1,
  inputs: [{ name: 'timeline', types: ['timeline'], required: true, description: 'What is to be rendered.' }],
  outputs: [
    { name: 'video', type: 'video', description: 'The film, MP4.' },
    { name: 'thumbnail', type: 'image', description: 'A picture of it.' },
    { name: 'manifest', type: 'json', description: 'What it is made of.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: { renderer: { enum: ['ffmpeg', REMOTE_RENDERER] } },
  },
  weight: 'task',
  queue: 'render',
  most: ({ inputs }) => ({ video: { seconds: secondsOf(inputs['timeline']) } }),
  estimate({ inputs }) {
    const seconds = secondsOf(inputs['timeline']);
    // The pieces stay beside the film: what is made again from some of them encodes only the others.
    const bytes = seconds * 2 * (CLIP_BYTES_PER_SECOND + SOUND_BYTES_PER_SECOND) + IMAGE_BYTES + LIMITS.documentBytes;
    return { render_seconds: seconds, video_seconds: seconds, storage_bytes: Math.ceil(bytes) };
  },
  async execute(call, context) {
    const timeline = arrived(call, 'timeline') as TimelineValue | undefined;
    if (!timeline) throw new NodeFailure('missing_input', 'there is no timeline');
    const { format } = timeline;
    const isRemote = call.model === REMOTE_RENDERER;
    const pieces = isRemote ? [asOneShot(timeline)] : planPieces(planOf(timeline));
    const [encoded, audio] = await Promise.all([
      someAtATime(pieces, PIECES_AT_ONCE, (piece) => conformed(steps, timeline, piece, isRemote, context)),
      mixed(steps, timeline, context),
    ]);
    const wanted = { format, pieces: encoded, audio, title: timeline.title, thumbnail: true, comment: madeBy(call) };
    const { film, thumbnail, frames } = await steps.films.run(wanted, context);
    const durationSeconds = frames / format.fps;
    const picture = keptFile(thumbnail);
    const source = isRemote ? REMOTE_RENDERER : 'ffmpeg';
    const video: MediaValue = {
      ...{ file: film, kind: 'video', ...sizeOf(timeline), durationSeconds, source },
      attribution: namesOf(timeline),
    };
    const files = [film, picture, ...encoded.map(({ file }) => file), ...(audio ? [audio] : [])];
    return {
      outputs: {
        video: typed('video', video),
        thumbnail: typed('image', imageValue({ file: picture, source, widthPx: null, heightPx: null })),
        manifest: typed('json', { ...manifestOf(timeline, pieces, encoded, frames), graph: call.graph }),
      },
      quantities: {
        render_seconds: durationSeconds,
        video_seconds: durationSeconds,
        storage_bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      },
    };
  },
});

/** By whom the film was made, for whoever has nothing but the film. */
const madeBy = ({ runId, graph: { digest } }: TaskCall): string => `kadr:run/${runId};graph/${digest}`;

const secondsOf = (timeline: Bound | undefined): number => Math.min(MAX_SECONDS, timeline?.seconds ?? MAX_SECONDS);

const sizeOf = ({ format: { widthPx, heightPx } }: TimelineValue) => ({ widthPx, heightPx });

const planOf = ({ format, shots, joints }: TimelineValue) => ({
  format,
  segments: shots.map(({ startFrame, endFrame }) => ({ startFrame, endFrame })),
  transitions: joints,
});

const framesOf = ({ shots }: TimelineValue): number => shots.at(-1)?.endFrame ?? 0;

/** What comes from elsewhere is one shot as long as the film. */
function asOneShot(timeline: TimelineValue): Piece {
  const endFrame = framesOf(timeline);
  return {
    id: 'montage',
    startFrame: 0,
    endFrame,
    layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: endFrame }],
    transition: null,
  };
}

async function conformed(
  { pieces, kept }: RenderSteps,
  timeline: TimelineValue,
  piece: Piece,
  isRemote: boolean,
  context: StepContext,
): Promise<Rendered> {
  const { format, look, captions, title } = timeline;
  const { position, ...theme } = look.captions;
  const cards = cardsAround(placedCards(look, title, framesOf(timeline), format.fps), piece, format.fps);
  const { logo } = look;
  const input = {
    ...{ format, piece, motion: look.stills },
    sources: isRemote ? [montageOf(timeline)] : piece.layers.map(({ segment }) => sourceAt(timeline, segment)),
    captions: captions && { ...captions, position, theme },
    cards: { titles: cards, captionPosition: position },
    logo: logo && { ...logo, file: { key: logo.key, sha256: logo.sha256 } },
  };
  const made = await kept.run(pieces, input, context);
  return { file: made.piece, frames: made.frames };
}

function sourceAt({ shots }: TimelineValue, index: number) {
  const shot = shots[index];
  if (!shot) throw new RangeError(`there is no shot ${index}`);
  return { file: shot.file, kind: shot.kind, seed: shot.seed };
}

const montageOf = ({ shots, format }: TimelineValue): MontageSource => ({
  renderer: REMOTE_RENDERER,
  scenes: shots.map(({ file, text, startFrame, endFrame }) => ({ file, text, durationSeconds: (endFrame - startFrame) / format.fps })),
});

async function mixed({ mix, kept }: RenderSteps, timeline: TimelineValue, context: StepContext): Promise<StoredFile | null> {
  const { voice, music, musicGainDb, look, format } = timeline;
  if (!voice && !music) return null;
  const wanted = { voice, music, musicGainDb, ducking: look.ducking, durationSeconds: framesOf(timeline) / format.fps };
  return (await kept.run(mix, wanted, context)).audio;
}

/** Whom to name for what is seen. */
function namesOf({ shots }: TimelineValue): string | null {
  const names = new Set(shots.flatMap(({ attribution }) => (attribution === null ? [] : [attribution])));
  return names.size === 0 ? null : [...names].join('; ');
}

const manifestOf = (timeline: TimelineValue, pieces: readonly Piece[], encoded: readonly Rendered[], frames: number) => ({
  version: 1,
  ...{ title: timeline.title, template: timeline.template, look: timeline.look, format: { ...timeline.format, frames } },
  shots: timeline.shots.map(({ file, ...shot }) => ({ ...shot, sha256: file.sha256 })),
  transitions: timeline.joints,
  pieces: pieces.map(({ id, startFrame, endFrame }, index) => ({ id, startFrame, endFrame, sha256: encoded[index]?.file.sha256 ?? null })),
});
