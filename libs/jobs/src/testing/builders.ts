/** Events and commands of a video job with valid defaults, for specs. */
import { type FilmLook } from '../contracts/film-look.js';
import { type StoredFile } from '#steps';
import { type VideoJobEvent } from '../contracts/video-job.events.js';
import { type VideoRequest } from '../contracts/video-request.js';
import { CreateVideo, RecordClip, RecordScript } from '../video/domain/video-job.commands.js';

export const VIDEO_ID = '0199a000-0000-7000-8000-000000000001';
export const AT = '2026-01-01T00:00:00.000Z';

const SCRIPT =
  'An octopus has three hearts. Two push blood through the gills. The third serves the body. Its blood is blue, because of copper.';

export const videoRequest = (over: Partial<VideoRequest> = {}): VideoRequest => ({
  prompt: 'Why octopuses have three hearts',
  script: null,
  idea: null,
  title: null,
  language: 'en',
  style: 'cinematic',
  tone: 'curious',
  audience: 'general',
  aspectRatio: '9:16',
  resolution: '720p',
  fps: 30,
  durationSeconds: 20,
  segmentation: { mode: 'beats', segmentSeconds: 10 },
  visuals: {
    mode: 'text-to-video',
    models: ['local:illustrator'],
    imageModels: ['local:illustrator'],
    fallback: ['local:motion-card'],
    seed: 7,
  },
  voice: { provider: 'local', voice: null, speed: 1 },
  music: { mood: 'calm', gainDb: -18 },
  subtitles: { style: 'karaoke', burnIn: true },
  template: 'classic',
  approvals: [],
  renderer: 'ffmpeg',
  metadata: {},
  ...over,
});

export const storedFile = (name = 'file'): StoredFile => ({
  key: `0199a000-0000-7000-8000-00000000000a/${VIDEO_ID}/${name}`,
  contentType: 'application/octet-stream',
  sizeBytes: 1,
  sha256: name.padEnd(64, '0'),
});

export const createVideo = (request: Partial<VideoRequest> = {}, look?: FilmLook): CreateVideo => {
  const of = { videoId: VIDEO_ID, request: videoRequest(request), ...(look && { look }) };
  return new CreateVideo({ ...of, widthPx: 720, heightPx: 1280, transition: { kind: 'crossfade', frames: 14 } }, AT);
};

export const recordScript = (over: Partial<RecordScript['data']> = {}): RecordScript =>
  new RecordScript(
    { videoId: VIDEO_ID, draft: 1, title: 'Three hearts', script: SCRIPT, source: 'local:outline', cost: null, ...over },
    AT,
  );

export const recordClip = (index: number, over: Partial<RecordClip['data']> = {}): RecordClip =>
  new RecordClip(
    {
      videoId: VIDEO_ID,
      plan: 1,
      index,
      take: 0,
      source: 'local:illustrator',
      kind: 'video',
      clip: storedFile(`clip-${index}`),
      still: storedFile(`still-${index}`),
      cost: null,
      rung: 0,
      attribution: null,
      ...over,
    },
    AT,
  );

export const jobFailed = (): VideoJobEvent => ({
  type: 'JobFailed',
  data: { videoId: VIDEO_ID, code: 'render_failed', message: 'no space left', retryable: true, segment: null, failedAt: AT },
});

/** The value as Postgres gives a `jsonb` back: members by the length of their names, then by name. */
export function asStored<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asStored) as T;
  const members = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, asStored<unknown>(member)])) as T;
}
