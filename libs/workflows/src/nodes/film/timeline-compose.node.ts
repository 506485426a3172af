import { DEFAULT_TEMPLATE, type MontageTemplates, transitionOf } from '#jobs';
import { filmFormat, joints } from '#steps/plan';
import { type MediaValue, type SegmentsValue, type Shot, type SubtitlesValue, type TimelineValue } from '../../contracts/values.js';
import { type Bounds, type LightNode, type NodeCall, NodeFailure } from '../node-type.js';
import { arrived, numberParam, text, textParam, typed } from '../model/model-params.js';
import { FORMAT_PARAMS } from '../model/picture-params.js';

const MAX_SECONDS = 600;
const USUAL_FPS = 30;
/** Silence after the last word. */
const TAIL_SECONDS = 0.15;
/** How long a still is seen where nothing else says it. */
const STILL_SECONDS = 4;
/** Shots under a voice are neither shorter nor longer. */
const [SHORTEST_SHOT, LONGEST_SHOT] = [1.5, 10];

type Part = Pick<Shot, 'startFrame' | 'endFrame' | 'text'> & { readonly section: string };

export const timelineCompose = (templates: MontageTemplates): LightNode => ({
  type: 'Timeline.Compose',
  title: 'Timeline',
  group: 'film',
  description: 'Puts clips, voice, music and subtitles together: as long as the segments, else the voice, else the clips.',
  version: 1,
  inputs: [
    {
      name: 'clips',
      types: ['video', 'image', 'video[]', 'image[]'],
      required: true,
      list: true,
      description: 'Pictures and clips, in the order of edges; begun again where there are too few.',
    },
    { name: 'segments', types: ['segments'], description: 'One shot for each.' },
    { name: 'voice', types: ['audio'], description: 'What is said.' },
    { name: 'music', types: ['audio'], description: 'Under the voice; begun again where it is too short.' },
    { name: 'subtitles', types: ['subtitles'], description: 'Burned in.' },
  ],
  outputs: [{ name: 'timeline', type: 'timeline', description: 'The film, before it is rendered.' }],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      template: { enum: templates.ids() },
      ...FORMAT_PARAMS,
      fps: { enum: [24, 25, 30, 50, 60] },
      title: text(200),
      musicGainDb: { type: 'number', minimum: -60, maximum: 0 },
    },
  },
  weight: 'light',
  queue: 'script',
  most: ({ inputs }) => ({ timeline: mostSeconds(inputs) }),
  evaluate(call) {
    const { params } = call;
    const template = templates.find(textParam(params, 'template', DEFAULT_TEMPLATE));
    if (!template) throw new NodeFailure('invalid_params', `there is no template "${String(params['template'])}"`);
    const clips = clipsOf(call);
    const segments = arrived(call, 'segments') as SegmentsValue | undefined;
    const fps = numberParam(params, 'fps') ?? segments?.fps ?? USUAL_FPS;
    const voice = arrived(call, 'voice') as MediaValue | undefined;
    const music = arrived(call, 'music') as MediaValue | undefined;
    const subtitles = arrived(call, 'subtitles') as SubtitlesValue | undefined;
    const parts = segments ? partsOfSegments(segments, fps) : voice ? partsOfVoice(voice, clips.length, fps) : partsOfClips(clips, fps);
    const frames = parts.at(-1)?.endFrame ?? 0;
    if (frames > MAX_SECONDS * fps) {
      throw new NodeFailure('film_too_long', `the film would last ${Math.ceil(frames / fps)} s; ${MAX_SECONDS} s at most`);
    }
    const { within, sections } = template.transitions;
    const value: TimelineValue = {
      format: filmFormat(textParam(params, 'aspectRatio', '9:16') as '9:16', textParam(params, 'resolution', '1080p') as '1080p', fps),
      ...{ title: textParam(params, 'title'), template: template.id, look: templates.lookOf(template) },
      shots: parts.map((part, index) => shotOf(clips[index % clips.length], part, index)),
      joints: joints(parts, transitionOf(within, fps), transitionOf(sections, fps)),
      captions: subtitles ? { cues: subtitles.cues, style: subtitles.style } : null,
      ...{ voice: soundOf(voice), music: soundOf(music), musicGainDb: numberParam(params, 'musicGainDb') ?? template.music.gainDb },
    };
    return { outputs: { timeline: typed('timeline', value) } };
  },
});

function mostSeconds(inputs: Bounds): { seconds?: number } {
  const seconds =
    inputs['segments']?.seconds ??
    inputs['voice']?.seconds ??
    (inputs['voice'] || inputs['segments'] ? undefined : inputs['clips']?.seconds);
  return seconds === undefined ? {} : { seconds: Math.min(MAX_SECONDS, seconds + 1) };
}

const soundOf = (sound: MediaValue | undefined) => (sound ? (sound.master ?? sound.file) : null);

function clipsOf({ inputs }: NodeCall): MediaValue[] {
  const clips = (inputs['clips'] ?? []).flatMap(({ type, value }) =>
    type.endsWith('[]') ? (value as MediaValue[]) : [value as MediaValue],
  );
  if (clips.length === 0) throw new NodeFailure('missing_input', 'there is nothing to be seen');
  return clips;
}

function shotOf(clip: MediaValue | undefined, { startFrame, endFrame, text: said }: Part, index: number): Shot {
  if (!clip) throw new NodeFailure('missing_input', 'there is nothing to be seen');
  const { file, kind, source, attribution } = clip;
  return { startFrame, endFrame, text: said, file, kind: kind === 'image' ? 'image' : 'video', seed: index, source, attribution };
}

/** Their frames, at the rate of the film. */
function partsOfSegments({ fps: own, segments }: SegmentsValue, fps: number): Part[] {
  const at = (frame: number): number => Math.round((frame * fps) / own);
  return segments.map((segment) => ({
    ...{ text: segment.text, section: segment.section, startFrame: at(segment.startFrame) },
    endFrame: Math.max(at(segment.startFrame) + 1, at(segment.endFrame)),
  }));
}

/** Alike, one for each clip where that makes shots of a good length. */
function partsOfVoice({ durationSeconds }: MediaValue, clips: number, fps: number): Part[] {
  const seconds = (durationSeconds ?? 0) + TAIL_SECONDS;
  const most = Math.max(1, Math.floor(seconds / SHORTEST_SHOT));
  const count = Math.min(most, Math.max(clips, Math.ceil(seconds / LONGEST_SHOT)));
  const total = Math.max(count, Math.ceil(seconds * fps));
  return inRow(
    Array.from({ length: count }, (_, index) => Math.round((total * (index + 1)) / count) - Math.round((total * index) / count)),
  );
}

const partsOfClips = (clips: readonly MediaValue[], fps: number): Part[] =>
  inRow(
    clips.map(({ kind, durationSeconds }) =>
      Math.max(1, Math.round((kind === 'image' ? STILL_SECONDS : (durationSeconds ?? STILL_SECONDS)) * fps)),
    ),
  );

function inRow(lengths: readonly number[]): Part[] {
  let frame = 0;
  return lengths.map((frames) => ({ text: '', section: 'main', startFrame: frame, endFrame: (frame += frames) }));
}
