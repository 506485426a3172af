import { type ObjectStorage } from '#assets';
import { type Episodes } from '#batches';
import { DomainError } from '#eventing/domain';
import { type Video, type VideoOrder, type Videos } from '#jobs';
import { deriveId, isBlank, objectOf, Refusal } from '#platform';
import { CLIP_BYTES_PER_SECOND, IMAGE_BYTES, SOUND_BYTES_PER_SECOND, type StepContext, type StoredFile } from '#steps';
import { Suspended } from '#tasks';
import { type MediaValue, type ScriptValue } from '../../contracts/values.js';
import { NodeFailure, type TaskCall, type TaskNode } from '../node-type.js';
import { arrived, mostOf, text, textParam, typed } from '../model/model-params.js';
import { imageValue } from '../model/picture-params.js';

export const VIDEO_CREATE = 'Video.Create';
/** How often it is looked whether the video is there. */
const LOOK_AGAIN_MS = 1_500;
const [MAX_PROMPT, MAX_SCRIPT] = [10_000, 20_000];
const MAX_SECONDS = 600;
/** Said by ports and the parameter `prompt`. */
const OWN: ReadonlySet<string> = new Set(['prompt', 'script', 'idea']);
/** Who orders, in the log. */
const ACTOR = 'system';

export interface VideoDesk {
  readonly videos: Videos;
  readonly episodes: Episodes;
  readonly storage: ObjectStorage;
  readonly now: () => string;
}

/** Derived, so that ordering again is ordering once. */
export const videoIdOf = (runId: string, node: string, take: number): string => deriveId(runId, 'video', node, String(take));

/** The video reserves and books for itself; the run keeps a copy of the film. */
export const videoCreate = ({ videos, episodes, storage, now }: VideoDesk): TaskNode => ({
  type: VIDEO_CREATE,
  title: 'Whole video',
  group: 'film',
  description:
    'Orders a video as `POST /v1/videos` does, or with `series` the next episode of a series, and waits for it. What it uses is reserved and ' +
    'booked with the video itself.',
  version: 1,
  inputs: [
    { name: 'prompt', types: ['text'], param: 'prompt', description: 'What it is about.' },
    { name: 'script', types: ['script'], description: 'What is said, word for word.' },
  ],
  outputs: [
    { name: 'video', type: 'video', description: 'The film, MP4.' },
    { name: 'thumbnail', type: 'image', description: 'A picture of it.' },
    { name: 'title', type: 'text', description: 'Its title.' },
  ],
  exactlyOne: ['prompt', 'script'],
  insteadOfOne: 'series',
  own: ['series'],
  params: {
    type: 'object',
    additionalProperties: false,
    dependentRequired: { topic: ['series'] },
    properties: {
      series: { ...text(36), minLength: 1, description: 'Id of the series whose next episode it is; its defaults stand below `order`.' },
      topic: { ...text(MAX_PROMPT), minLength: 1, description: 'Of the episode, in place of the next one of the list of the series.' },
      prompt: { ...text(MAX_PROMPT), minLength: 1 },
      order: { type: 'object', description: 'The body of `POST /v1/videos`, without prompt, script and idea.' },
    },
  },
  waits: true,
  right: 'spends',
  weight: 'task',
  queue: 'remote',
  // Of the copy of the film; everything else is the video's own.
  estimate: ({ params }) => ({
    storage_bytes: Math.ceil(secondsOf(params) * (CLIP_BYTES_PER_SECOND + SOUND_BYTES_PER_SECOND) + IMAGE_BYTES),
  }),
  most: ({ params }) => ({ video: { seconds: secondsOf(params) } }),
  async execute(call, context) {
    const { orgId } = context;
    const videoId = videoIdOf(call.runId, call.node, call.take);
    const video = await ordered({ videos, episodes }, videoId, call, orgId);
    if (video.status === 'completed') return filmOf(await copied(videos, storage, video, context), video);
    if (video.status === 'failed') {
      throw new NodeFailure(video.error?.code ?? 'failed', video.error?.message ?? 'the video failed', false);
    }
    if (video.status === 'cancelled') throw new NodeFailure('cancelled', 'the video was cancelled', false);
    throw new Suspended(LOOK_AGAIN_MS, new Date(now()), `video ${videoId} is ${video.status}`);
  },
});

async function ordered(
  { videos, episodes }: Pick<VideoDesk, 'videos' | 'episodes'>,
  videoId: string,
  call: TaskCall,
  orgId: string,
): Promise<Video> {
  const known = await videos.read(orgId, videoId).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === 'not-found') return null;
    throw error;
  });
  if (known) return known;
  const origin = { workflowRunId: call.runId, node: call.node };
  try {
    const by = { orgId, actor: ACTOR };
    const series = textParam(call.params, 'series');
    if (series === '') return await videos.order(by, orderOf(call), { videoId, origin });
    const topic = textParam(call.params, 'topic');
    await episodes.orderFor(by, series, { videoId, origin, order: { ...orderOf(call) }, ...(topic !== '' && { topic }) });
    return await videos.read(orgId, videoId);
  } catch (error) {
    if (!(error instanceof DomainError || error instanceof Refusal)) throw error;
    const faults = (error.errors ?? []).map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new NodeFailure(error.code, faults === '' ? error.message : faults, false);
  }
}

function orderOf(call: TaskCall): VideoOrder {
  const { params } = call;
  const order = Object.fromEntries(Object.entries(objectOf(params['order'])).filter(([name]) => !OWN.has(name))) as VideoOrder;
  const script = arrived(call, 'script') as ScriptValue | undefined;
  if (script) {
    if (script.text.length > MAX_SCRIPT) throw new NodeFailure('invalid_params', `the script has ${script.text.length} characters`);
    return { ...order, script: script.text, ...(script.title !== '' && order.title === undefined && { title: script.title }) };
  }
  const prompt = arrived(call, 'prompt') ?? textParam(params, 'prompt');
  // A series says what its next episode is about.
  if (prompt === '' && params['series'] !== undefined) return order;
  if (typeof prompt !== 'string' || isBlank(prompt)) throw new NodeFailure('missing_input', 'there is nothing to make a video of');
  return { ...order, prompt };
}

const secondsOf = (params: TaskCall['params']): number => mostOf(objectOf(params['order'])['durationSeconds'], MAX_SECONDS);

interface Copies {
  readonly film: StoredFile;
  readonly thumbnail: StoredFile;
}

/** The run's own: deleting the video breaks nothing of it. */
async function copied(videos: Videos, storage: ObjectStorage, { id }: Video, context: StepContext): Promise<Copies> {
  const copy = async (name: string): Promise<StoredFile> => {
    const { key, contentType } = await videos.artifact(context.orgId, id, name);
    return context.store(name, await storage.localPath(key), contentType);
  };
  return { film: await copy('final.mp4'), thumbnail: await copy('thumbnail.jpg') };
}

function filmOf({ film, thumbnail }: Copies, { video, title }: Video) {
  const [widthPx, heightPx, durationSeconds] = [video?.width ?? null, video?.height ?? null, video?.durationSeconds ?? null];
  const value: MediaValue = { file: film, kind: 'video', widthPx, heightPx, durationSeconds, source: 'video', attribution: null };
  const picture = imageValue({ file: thumbnail, source: 'video', widthPx: null, heightPx: null });
  return {
    outputs: { video: typed('video', value), thumbnail: typed('image', picture), title: typed('text', title ?? '') },
    quantities: { storage_bytes: film.sizeBytes + thumbnail.sizeBytes },
  };
}
