/** A film as a timeline that editing programs open. Pure. */
import { planPieces, type Piece } from '#media/plan';
import { promptSent, titleOf, totalFrames, type VideoJobState } from '../../video/domain/video-job.state.js';
import { type Chapter, chaptersOf } from '../../video/domain/chapters.js';
import { clipName, MUSIC_NAME, VOICE_NAME, pictureFile } from './export-files.js';
import { clip, framesAt, marker, timeline, track, type TrackChild, transition } from './otio.js';

/** Folder of the archive that timelines point into. */
export const MEDIA = 'media';

/**
 * @param lengths seconds that the picture of each segment's clip lasts; null: a still, or it is not known and taken to be as long as it should
 * @throws RangeError when a segment has no clip
 */
export function timelineOf(job: VideoJobState, lengths: readonly (number | null)[]) {
  const { plan, request, widthPx, heightPx } = job;
  if (!plan) throw new RangeError(`video ${job.videoId} has no plan`);
  const { time, range } = framesAt(request.fps);
  const frames = totalFrames(plan);
  const shots = shotsOf(job);
  const picture = shots.flatMap((shot, index): TrackChild[] => {
    const into = shot.transition;
    const joint = into && transition(into.kind === 'crossfade' ? 'SMPTE_Dissolve' : 'Custom_Transition', into.kind, time(into.half));
    return [...(joint ? [joint] : []), clipOf(job, index, shot, lengths[index] ?? null)];
  });
  const whole = range(0, frames);
  const sound = (name: string, source: string | undefined, file: string) =>
    source === undefined ? [] : [track(name, 'Audio', [clip(name, `${MEDIA}/${file}`, whole, whole, 1, { source })])];
  return timeline(
    titleOf(job) ?? job.videoId,
    [
      track('Picture', 'Video', picture),
      ...sound('Voice', job.voiceover?.source, VOICE_NAME),
      ...sound('Music', job.music?.source, MUSIC_NAME),
    ],
    chaptersOf(job).map(({ title, startFrame, endFrame }: Chapter) => marker(title, range(startFrame, endFrame - startFrame))),
    {
      videoId: job.videoId,
      edition: job.film?.edition ?? null,
      language: request.language,
      format: { widthPx, heightPx, fps: request.fps, frames },
      subtitles: job.subtitles ? { srt: `${MEDIA}/subtitles.srt`, vtt: `${MEDIA}/subtitles.vtt` } : null,
    },
  );
}

/** One segment as it lies in the film. */
interface Shot {
  readonly startFrame: number;
  readonly endFrame: number;
  /** Frames of its material before its first own one, for the transition into it. */
  readonly before: number;
  /** Frames of material that it needs in all. */
  readonly neededFrames: number;
  /** How it is come to; null: by a cut, or it is the first. */
  readonly transition: { readonly kind: string; /** Frames on each side of the joint. */ readonly half: number } | null;
}

function shotsOf({ plan, renderer, widthPx, heightPx, request }: VideoJobState): Shot[] {
  if (!plan) return [];
  // What is put together elsewhere is told as cuts: how its shots are joined is not known here.
  const transitions = renderer === 'ffmpeg' ? plan.transitions : plan.transitions.map(() => ({ kind: 'cut' as const, frames: 0 }));
  const pieces = planPieces({ format: { widthPx, heightPx, fps: request.fps }, segments: plan.segments, transitions });
  const joints = new Map(pieces.filter(isJoint).map((piece) => [piece.layers[1]?.segment, piece]));
  const own = pieces.filter((piece) => !isJoint(piece));
  return plan.segments.map(({ startFrame, endFrame }, index) => {
    const layer = own[index]?.layers[0] ?? { sourceStartFrame: startFrame, sourceEndFrame: endFrame };
    const joint = joints.get(index);
    return {
      ...{ startFrame, endFrame },
      before: startFrame - layer.sourceStartFrame,
      neededFrames: layer.sourceEndFrame - layer.sourceStartFrame,
      transition: joint ? { kind: joint.transition ?? 'cut', half: (joint.endFrame - joint.startFrame) / 2 } : null,
    };
  });
}

const isJoint = ({ transition: kind }: Piece): boolean => kind !== null;

/** A clip that is too short is slowed to what is needed, as the film does with most of them. */
function clipOf(job: VideoJobState, index: number, shot: Shot, seconds: number | null): TrackChild {
  const [planned, state] = [job.plan?.segments[index], job.segments[index]];
  const made = state?.clip;
  if (!planned || !state || !made) throw new RangeError(`video ${job.videoId} has no clip for segment ${index}`);
  const { range } = framesAt(job.request.fps);
  const [isStill, picture] = [made.kind !== 'video', pictureFile(made)];
  // Frames that touch the end are not there in full.
  const has = isStill || seconds === null ? shot.neededFrames : Math.max(1, Math.floor(seconds * job.request.fps + 1e-3));
  const speed = has < shot.neededFrames ? has / shot.neededFrames : 1;
  const name = `segment-${String(index).padStart(3, '0')}`;
  return clip(
    name,
    `${MEDIA}/${clipName(index, picture)}`,
    range(Math.floor(shot.before * speed), shot.endFrame - shot.startFrame),
    range(0, has),
    speed,
    {
      ...{ index, section: planned.section, text: planned.text },
      ...{ imagePrompt: promptSent(state, planned.imagePrompt), videoPrompt: promptSent(state, planned.videoPrompt) },
      ...{ model: made.source, seed: planned.seed, kind: made.kind, sha256: picture.sha256 },
      ...(made.attribution && { attribution: made.attribution }),
    },
  );
}
