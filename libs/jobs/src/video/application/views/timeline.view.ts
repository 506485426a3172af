/** A job's history told to people, in the job's language: one entry an event, with all that follows it because it did not fit. */
import { type Recorded } from '#eventing/domain';
import { inRussianBriefly, reasonIn } from '../../domain/reasons.js';
import { type Stage, type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type ApprovalType } from '../../../contracts/video-request.js';
import { type ActorKind, type TimelineEntry } from '../../../contracts/video.resource.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJob } from '../../domain/video-job.state.js';

type Told = Exclude<VideoJobEvent, { type: 'RequestContinued' | 'ScriptContinued' }>;
type Data<T extends Told['type']> = Extract<Told, { type: T }>['data'];
type Titles = { readonly [T in Told['type']]: (data: Data<T>) => string };

const megabytes = ({ maxBytes }: { readonly maxBytes: number }): number => Math.floor(maxBytes / 1024 / 1024);

/** `segment-003` → «Сегмент 4», `transition-003-004` → «Стык 4/5». */
function pieceIn(piece: string): string {
  const [, kind, ...places] = /^(segment|transition)-(\d+)(?:-(\d+))?$/.exec(piece) ?? [];
  const numbers = places.flatMap((place) => (place === undefined ? [] : [Number(place) + 1])).join('/');
  return kind === undefined ? piece : `${kind === 'segment' ? 'Сегмент' : 'Стык'} ${numbers}`;
}

const RU_STAGES: Readonly<Record<Stage, string>> = {
  queued: 'Видео ждёт своей очереди',
  drafting: 'Готовится сценарий',
  assets: 'Делаются картинки и клипы',
  audio: 'Делается звук',
  rendering: 'Собирается фильм',
  ready: 'Фильм готов',
};
const RU_GATES: Readonly<Record<ApprovalType, string>> = { script: 'сценарий', images: 'картинки', videos: 'клипы' };

const EN: Titles = {
  JobCreated: () => 'The video was ordered',
  StageEntered: (d) => `Stage "${d.stage}" began`,
  FramesReceived: (d) => `The given pictures are here (${d.pairs} pairs)`,
  ScriptDrafted: (d) => (d.source === 'request' ? 'The script was taken over as given' : `The script was written by ${d.source}`),
  SegmentsPlanned: (d) => `The film was planned in ${d.segments.length} segments`,
  StoryboardStored: () => 'The storyboard was stored',
  ApprovalRequested: (d) => `Approval asked for: ${d.approval}`,
  ApprovalDecided: (d) => `${d.decision === 'approved' ? 'Approved' : 'Rejected'}: ${d.approval}`,
  ImageGenerated: (d) => `Image ${d.index + 1} was drawn by ${d.source}`,
  SegmentGenerated: (d) => `Segment ${d.index + 1} was made by ${d.source}`,
  RendererFellBack: (d) => `${d.from} could not put the film together (${d.reason}): it is done here`,
  SegmentAttemptFailed: (d) => `Segment ${d.index + 1}: try ${d.attempt} of ${d.model} failed (${d.reason})`,
  SegmentFellBack: (d) => `Segment ${d.index + 1}: ${d.source} stands in for ${d.from} (${d.reason})`,
  SegmentRegenerationRequested: (d) => `Segment ${d.index + 1} is to be made anew`,
  SegmentTakeRestored: (d) => `Segment ${d.index + 1} shows take ${d.restored + 1} again`,
  VideoRenamed: (d) => `The video is called "${d.title}" now`,
  VoiceoverGenerated: (d) => `The narration was spoken by ${d.source}`,
  SubtitlesAligned: () => 'The subtitles were aligned with the narration',
  MusicGenerated: (d) => `The music was composed by ${d.source}`,
  AudioMixed: () => 'The sound was mixed',
  PieceConformed: (d) => `${d.piece} is in its final form`,
  RenderStarted: () => 'Joining the film began',
  RenderFinished: (d) => `The film was stored (${d.frames} frames)`,
  FilmCopyRequested: (d) => `A copy of at most ${megabytes(d)} MB was asked for`,
  FilmCopyMade: (d) => `The copy is stored (${d.widthPx} x ${d.heightPx})`,
  FilmCopyFailed: (d) => `No copy of at most ${megabytes(d)} MB could be made`,
  JobCompleted: () => 'The video is ready',
  JobFailed: (d) => `The job failed: ${d.message}`,
  JobRetried: () => 'The job was started again',
  JobResumed: () => 'What was missing was asked for again',
  VideoCharged: (d) => `Providers have charged ${dollars(d.charges)} for what did not become a result`,
  JobCancelled: () => 'The job was cancelled',
  ArtifactsDeleted: () => 'The video was deleted',
  FilesRemoved: () => 'Its files were removed',
};

const RU: Titles = {
  JobCreated: () => 'Видео заказано',
  StageEntered: (d) => RU_STAGES[d.stage],
  FramesReceived: (d) => `Получены кадры: ${d.pairs} пар`,
  ScriptDrafted: (d) => (d.source === 'request' ? 'Сценарий принят как есть' : `Сценарий написан: ${d.source}`),
  SegmentsPlanned: (d) => `Фильм разбит на сегменты: ${d.segments.length}`,
  StoryboardStored: () => 'Раскадровка сохранена',
  ApprovalRequested: (d) => `Запрошено утверждение: ${RU_GATES[d.approval]}`,
  ApprovalDecided: (d) => `${d.decision === 'approved' ? 'Утверждено' : 'Отклонено'}: ${RU_GATES[d.approval]}`,
  ImageGenerated: (d) => `Изображение ${d.index + 1} готово: ${d.source}`,
  SegmentGenerated: (d) => `Сегмент ${d.index + 1} готов: ${d.source}`,
  RendererFellBack: (d) => `${d.from}: сборка не удалась (${inRussianBriefly(d.code, d.reason)}), фильм собирается здесь`,
  SegmentAttemptFailed: (d) => `Сегмент ${d.index + 1}: попытка ${d.attempt}, ${d.model} (${inRussianBriefly(d.code, d.reason)})`,
  SegmentFellBack: (d) => `Сегмент ${d.index + 1}: ${d.source} вместо ${d.from} (${inRussianBriefly(d.code, d.reason)})`,
  SegmentRegenerationRequested: (d) => `Сегмент ${d.index + 1} переделывается`,
  SegmentTakeRestored: (d) => `Сегмент ${d.index + 1}: снова показан дубль ${d.restored + 1}`,
  VideoRenamed: (d) => `Видео переименовано: «${d.title}»`,
  VoiceoverGenerated: (d) => `Озвучка готова: ${d.source}`,
  SubtitlesAligned: () => 'Субтитры выровнены по озвучке',
  MusicGenerated: (d) => `Музыка написана: ${d.source}`,
  AudioMixed: () => 'Звук сведён',
  PieceConformed: (d) => `${pieceIn(d.piece)}: фрагмент готов`,
  RenderStarted: () => 'Начата сборка фильма',
  RenderFinished: (d) => `Фильм сохранён (кадров: ${d.frames})`,
  FilmCopyRequested: (d) => `Запрошена копия не больше ${megabytes(d)} МБ`,
  FilmCopyMade: (d) => `Копия сохранена (${d.widthPx} × ${d.heightPx})`,
  FilmCopyFailed: (d) => `Копию не больше ${megabytes(d)} МБ сделать не удалось`,
  JobCompleted: () => 'Видео готово',
  JobFailed: (d) => `Ошибка: ${reasonIn('ru', d)}`,
  JobRetried: () => 'Задача запущена снова',
  JobResumed: () => 'Недостающее запрошено снова',
  VideoCharged: (d) => `Провайдеры взяли ${dollars(d.charges)} за то, из чего ничего не вышло`,
  JobCancelled: () => 'Задача отменена',
  ArtifactsDeleted: () => 'Видео удалено',
  FilesRemoved: () => 'Файлы удалены',
};

/** To the cent, and as exact as it has to be. */
const dollars = (charges: readonly { readonly amountMicros: number }[]): string =>
  `$${(charges.reduce((sum, { amountMicros }) => sum + amountMicros, 0) / 1_000_000).toFixed(6).replace(/0{1,4}$/, '')}`;

/** Members of events that say where files and words lie: of no use outside. */
const INTERNAL = new Set(['videoId', 'request', 'prompts', 'texts']);

/** Those who may have a name; everybody else is Kadr itself. */
export const PEOPLE = /^(?:key|member|link|contact):/;
type Names = ReadonlyMap<string, string>;

/** @param events of one job, from the first on @param names of actors that have one */
export function timelineOf(events: readonly Recorded<VideoJobEvent>[], language: string, names: Names = new Map()): TimelineEntry[] {
  const titles = language.toLowerCase().startsWith('ru') ? RU : EN;
  const entries: TimelineEntry[] = [];
  let job: VideoJob = videoJob.initialState;
  for (const event of events) {
    job = videoJob.evolve(job, event);
    if (event.type === 'RequestContinued') continue;
    const last = entries.at(-1);
    if (event.type !== 'ScriptContinued') entries.push(entryOf(event as Recorded<Told>, job, titles, names));
    else if (last) entries[entries.length - 1] = { ...last, details: { ...last.details, ...wordsOf('ScriptDrafted', job) } };
  }
  return entries;
}

/** What an event says by naming where it stands. */
function wordsOf(type: Told['type'], job: VideoJob): object {
  if (job.status === 'absent') return {};
  if (type === 'ScriptDrafted') return { script: job.script?.text ?? '' };
  return type === 'SegmentsPlanned' ? { segments: job.plan?.segments ?? [] } : {};
}

function entryOf(event: Recorded<Told>, job: VideoJob, titles: Titles, names: Names): TimelineEntry {
  const { actor } = event.metadata;
  const title = (titles[event.type] as (data: Told['data']) => string)(event.data);
  const data = { ...event.data, ...wordsOf(event.type, job) };
  return {
    position: event.position,
    type: event.type,
    at: event.recordedAt,
    title,
    segment: 'index' in data ? data.index : null,
    by: PEOPLE.test(actor) ? { actor, name: names.get(actor) ?? null } : null,
    actor: { kind: kindOf(actor, event), name: names.get(actor) ?? null },
    details: Object.fromEntries(Object.entries(data).filter(([name, value]) => !INTERNAL.has(name) && !isStoredFile(value))),
  };
}

function kindOf(actor: string, event: Told): ActorKind {
  const isLapsed = event.type === 'ApprovalDecided' && event.data.byDeadline === true;
  if (isLapsed) return 'deadline';
  const kind = PEOPLE.exec(actor)?.[0].slice(0, -1);
  return kind === 'key' || kind === 'member' || kind === 'link' || kind === 'contact' ? kind : 'system';
}

const isStoredFile = (value: unknown): boolean => typeof value === 'object' && value !== null && 'key' in value && 'sha256' in value;
