/** How far a job is, in numbers and in the job's language. Pure. */
import { type ProgressPhase } from '../../contracts/video.resource.js';
import { needsImages } from './fallback-chain.js';
import { reasonIn } from './reasons.js';
import { type VideoJobState, wantsImage } from './video-job.state.js';

export interface Progress {
  /** 0-100, never falls while nothing is made anew. */
  readonly percent: number;
  readonly message: string;
  readonly phase: ProgressPhase;
  /** Of what the phase counts; both 0 where it counts nothing. */
  readonly done: number;
  readonly total: number;
  readonly segments: {
    readonly total: number;
    readonly imagesDone: number;
    readonly videosDone: number;
    readonly fallbacks: number;
    readonly failed: number;
  };
}

/** Where the percent of each part begins: drafting, pictures, pieces and sound, the final render. */
const DRAFTED_PERCENT = 5;
const PICTURES_PERCENT = 70;
const CONFORMED_PERCENT = 95;

type Phrases = Record<
  'queued' | 'drafting' | 'images' | 'clips' | 'audio' | 'rendering' | 'ready' | 'awaiting' | 'failed' | 'cancelled',
  (count: string) => string
>;

const PHRASES: { readonly en: Phrases; readonly ru: Phrases } = {
  en: {
    queued: () => 'Waiting to start',
    drafting: () => 'Writing the script',
    images: (count) => `Drawing images: ${count}`,
    clips: (count) => `Animating segments: ${count}`,
    audio: (count) => `Preparing sound and picture: ${count}`,
    rendering: () => 'Joining the film',
    ready: () => 'The video is ready',
    awaiting: (what) => `Waiting for approval: ${what}`,
    failed: () => 'Failed',
    cancelled: () => 'Cancelled',
  },
  ru: {
    queued: () => 'Ожидание начала',
    drafting: () => 'Написание сценария',
    images: (count) => `Генерация изображений: ${count}`,
    clips: (count) => `Анимация видео: ${count}`,
    audio: (count) => `Подготовка звука и кадров: ${count}`,
    rendering: () => 'Сборка фильма',
    ready: () => 'Видео готово',
    awaiting: (what) => `Ожидает утверждения: ${what}`,
    failed: () => 'Ошибка',
    cancelled: () => 'Отменено',
  },
};

const GATES = {
  en: { script: 'script', images: 'images', videos: 'clips' },
  ru: { script: 'сценарий', images: 'изображения', videos: 'клипы' },
};

const share = (done: number, total: number): number => (total === 0 ? 0 : done / total);
const countText = (done: number, total: number): string => `${done}/${total} (${Math.floor(share(done, total) * 100)}%)`;

/** `pieces` is how many pieces the film is joined from; 0 before it is planned. */
export function progressOf(job: VideoJobState, pieces: number): Progress {
  const total = job.segments.length;
  const videosDone = job.segments.filter((s) => s.clip).length;
  const withImages = needsImages(job.request);
  const imagesDone = withImages ? job.segments.filter((s, i) => s.image ?? !wantsImage(job, i)).length : videosDone;
  const conformed = Math.min(Object.keys(job.pieces).length, pieces);
  const pictures = withImages ? (share(imagesDone, total) + share(videosDone, total)) / 2 : share(videosDone, total);
  const segments = {
    total,
    imagesDone,
    videosDone,
    fallbacks: job.segments.filter((s) => s.givenUp.length > 0).length,
    failed: job.error?.segment != null ? 1 : 0,
  };
  const percent =
    job.status === 'completed'
      ? 100
      : total === 0
        ? job.stage === 'queued'
          ? 0
          : 1
        : Math.floor(
            DRAFTED_PERCENT +
              pictures * (PICTURES_PERCENT - DRAFTED_PERCENT) +
              share(conformed, pieces) * (CONFORMED_PERCENT - PICTURES_PERCENT) +
              (job.film?.edition === job.filmRevision ? 100 - CONFORMED_PERCENT : 0),
          );
  const phase = phaseOf(job, withImages && imagesDone < total);
  const counted = countOf(phase, { total, imagesDone, videosDone, conformed, pieces });
  return { percent, message: messageOf(job, phase, counted), phase, ...counted, segments };
}

function phaseOf(job: VideoJobState, isDrawing: boolean): ProgressPhase {
  switch (job.status) {
    case 'completed':
      return 'ready';
    case 'failed':
    case 'cancelled':
      return job.status;
    case 'awaiting_approval':
      return `awaiting_${job.approvals.find((a) => a.status === 'pending')?.type ?? 'script'}`;
    case 'queued':
    case 'processing':
      if (job.stage === 'assets') return isDrawing ? 'images' : 'clips';
      return job.stage;
  }
}

interface Count {
  readonly done: number;
  readonly total: number;
}

function countOf(
  phase: ProgressPhase,
  n: { total: number; imagesDone: number; videosDone: number; conformed: number; pieces: number },
): Count {
  if (phase === 'images') return { done: n.imagesDone, total: n.total };
  if (phase === 'clips') return { done: n.videosDone, total: n.total };
  return phase === 'audio' ? { done: n.conformed, total: n.pieces } : { done: 0, total: 0 };
}

function messageOf(job: VideoJobState, phase: ProgressPhase, { done, total }: Count): string {
  const language = job.request.language.toLowerCase().startsWith('ru') ? 'ru' : 'en';
  const say = PHRASES[language];
  switch (phase) {
    case 'failed':
      return `${say.failed('')}: ${job.error ? reasonIn(job.request.language, job.error) : ''}`;
    case 'awaiting_script':
      return say.awaiting(GATES[language].script);
    case 'awaiting_images':
      return say.awaiting(GATES[language].images);
    case 'awaiting_videos':
      return say.awaiting(GATES[language].videos);
    case 'queued':
    case 'drafting':
    case 'images':
    case 'clips':
    case 'audio':
    case 'rendering':
    case 'ready':
    case 'cancelled':
      return say[phase](countText(done, total));
  }
}
