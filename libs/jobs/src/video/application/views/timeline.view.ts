/** A job's history told to people: one entry an event, in the job's language. */
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type TimelineEntry } from '../../../contracts/video.resource.js';

type Data<T extends VideoJobEvent['type']> = Extract<VideoJobEvent, { type: T }>['data'];
type Titles = { readonly [T in VideoJobEvent['type']]: (data: Data<T>) => string };

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
  VoiceoverGenerated: (d) => `The narration was spoken by ${d.source}`,
  SubtitlesAligned: () => 'The subtitles were aligned with the narration',
  MusicGenerated: (d) => `The music was composed by ${d.source}`,
  AudioMixed: () => 'The sound was mixed',
  PieceConformed: (d) => `${d.piece} is in its final form`,
  RenderStarted: () => 'Joining the film began',
  RenderFinished: (d) => `The film was stored (${d.frames} frames)`,
  JobCompleted: () => 'The video is ready',
  JobFailed: (d) => `The job failed: ${d.message}`,
  JobRetried: () => 'The job was started again',
  JobResumed: () => 'What was missing was asked for again',
  JobCancelled: () => 'The job was cancelled',
  ArtifactsDeleted: () => 'The video was deleted',
  FilesRemoved: () => 'Its files were removed',
};

const RU: Titles = {
  JobCreated: () => 'Видео заказано',
  StageEntered: (d) => `Начат этап «${d.stage}»`,
  FramesReceived: (d) => `Получены кадры: ${d.pairs} пар`,
  ScriptDrafted: (d) => (d.source === 'request' ? 'Сценарий принят как есть' : `Сценарий написан: ${d.source}`),
  SegmentsPlanned: (d) => `Фильм разбит на сегменты: ${d.segments.length}`,
  StoryboardStored: () => 'Раскадровка сохранена',
  ApprovalRequested: (d) => `Запрошено утверждение: ${d.approval}`,
  ApprovalDecided: (d) => `${d.decision === 'approved' ? 'Утверждено' : 'Отклонено'}: ${d.approval}`,
  ImageGenerated: (d) => `Изображение ${d.index + 1} готово: ${d.source}`,
  SegmentGenerated: (d) => `Сегмент ${d.index + 1} готов: ${d.source}`,
  RendererFellBack: (d) => `${d.from}: сборка не удалась (${d.reason}), фильм собирается здесь`,
  SegmentAttemptFailed: (d) => `Сегмент ${d.index + 1}: попытка ${d.attempt}, ${d.model} (${d.reason})`,
  SegmentFellBack: (d) => `Сегмент ${d.index + 1}: ${d.source} вместо ${d.from} (${d.reason})`,
  SegmentRegenerationRequested: (d) => `Сегмент ${d.index + 1} переделывается`,
  VoiceoverGenerated: (d) => `Озвучка готова: ${d.source}`,
  SubtitlesAligned: () => 'Субтитры выровнены по озвучке',
  MusicGenerated: (d) => `Музыка написана: ${d.source}`,
  AudioMixed: () => 'Звук сведён',
  PieceConformed: (d) => `Фрагмент ${d.piece} готов`,
  RenderStarted: () => 'Начата сборка фильма',
  RenderFinished: (d) => `Фильм сохранён (кадров: ${d.frames})`,
  JobCompleted: () => 'Видео готово',
  JobFailed: (d) => `Ошибка: ${d.message}`,
  JobRetried: () => 'Задача запущена снова',
  JobResumed: () => 'Недостающее запрошено снова',
  JobCancelled: () => 'Задача отменена',
  ArtifactsDeleted: () => 'Видео удалено',
  FilesRemoved: () => 'Файлы удалены',
};

/** Members of events that say where files lie: of no use outside. */
const INTERNAL = new Set(['videoId', 'request']);

/** Those who may have a name; everybody else is Kadr itself. */
export const PEOPLE = /^(?:key|member|link|contact):/;

/** @param names of actors that have one */
export function timelineEntry(
  event: Recorded<VideoJobEvent>,
  language: string,
  names: ReadonlyMap<string, string> = new Map(),
): TimelineEntry {
  const { actor } = event.metadata;
  const titles = language.toLowerCase().startsWith('ru') ? RU : EN;
  const title = (titles[event.type] as (data: VideoJobEvent['data']) => string)(event.data);
  const { data } = event;
  return {
    position: event.position,
    type: event.type,
    at: event.recordedAt,
    title,
    segment: 'index' in data ? data.index : null,
    by: PEOPLE.test(actor) ? { actor, name: names.get(actor) ?? null } : null,
    details: Object.fromEntries(Object.entries(data).filter(([name, value]) => !INTERNAL.has(name) && !isStoredFile(value))),
  };
}

const isStoredFile = (value: unknown): boolean => typeof value === 'object' && value !== null && 'key' in value && 'sha256' in value;
