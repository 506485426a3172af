import { Injectable } from '@nestjs/common';
import { isLocal, ScriptGenerateStep, sentencesOf, StepFiles, VoiceTtsStep } from '#steps';
import { speaksForItself } from '#media';
import { SENTENCE_SIGNS } from '#media/plan';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock, logger } from '#platform';
import { type VideoRequest } from '../../../contracts/video-request.js';
import { spokenText } from '../../domain/spoken-text.js';
import { BeginDrafting, FailJob, RecordScript } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { JobsConfig } from '../../../jobs.config.js';
import { VideoAdmission } from '../video-admission.js';
import { SeriesNotes } from '../../../contracts/series-notes.js';
import { VideoJobReader } from '../video-job-reader.js';
import { OwnSound } from './own-sound.js';
import { withLocalFallback } from './local-fallback.js';
import { scriptLength, type ScriptLength } from './script-length.js';
import { Models, type SeriesSoFar } from '#integrations';
import { narratorModel } from '../../../shared/narrator.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';
import { UnknownVideo } from '../../domain/video-job.errors.js';
import { titleOf } from '../../domain/video-job.state.js';

type Payload = TaskPayloads['jobs.draft-script'];

/** The pace of so many sentences holds for the rest of a long film. */
const MEASURED_SENTENCES = 40;
const log = logger('jobs');

/** Longest title made from a script's beginning, in characters. */
const TITLE_CHARACTERS = 60;

/** Has the narration written, or takes the one that was given. */
@Injectable()
export class DraftScriptTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.draft-script';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly scripts: ScriptGenerateStep,
    private readonly voices: VoiceTtsStep,
    private readonly models: Models,
    private readonly sound: OwnSound,
    private readonly files: StepFiles,
    private readonly config: JobsConfig,
    private readonly admission: VideoAdmission,
    private readonly series: SeriesNotes,
    private readonly clock: Clock,
  ) {}

  begin({ payload }: Task<Payload>): TaskDecision {
    return taskDecision(videoJob, payload.videoId, new BeginDrafting({ videoId: payload.videoId }, this.clock.now()));
  }

  /** The local writer stands in for one that nobody can use at the moment. */
  mayWait(): boolean {
    return false;
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, draft } = task.payload;
    const { request, title: given, approvals, seriesId } = await this.productions.readFor(videoId, context.run);
    const drafted = async (data: Omit<RecordScript['data'], 'videoId' | 'draft' | 'sentenceSeconds'>): Promise<TaskDecision> => {
      const sentenceSeconds = await this.measured(request, data.script, context);
      return this.admission.ofTask(videoId, new RecordScript({ videoId, draft, ...data, sentenceSeconds }, this.clock.now()));
    };
    if (request.script !== null) {
      const script = spokenText(request.script);
      return drafted({ title: given ?? nameOf(request, script), script, source: 'request', cost: null });
    }
    const comment = approvals.findLast((a) => a.type === 'script')?.comment;
    const wish = request.prompt ?? request.idea ?? '';
    const wanted = {
      prompt: comment ? `${wish}\n${comment}` : wish,
      title: given,
      language: request.language,
      style: request.style,
      tone: request.tone,
      audience: request.audience,
      speed: request.voice === false ? 1 : request.voice.speed,
      seed: request.visuals.seed + draft - 1,
    };
    const lengthFor = (model: string): ScriptLength => scriptLength(request, this.models.script(model), this.config.defaultDurationSeconds);
    const series = seriesId === null ? null : await this.soFar(task.orgId, seriesId, videoId);
    const { scriptModel } = this.config;
    const { localWriter } = this.config;
    const isTold =
      this.config.localWriterKnows(request.language) ||
      speaksForItself({ prompt: wanted.prompt, language: request.language, durationSeconds: lengthFor(localWriter).durationSeconds });
    const local = isTold ? localWriter : scriptModel;
    const { source, title, text, sources, cost } = await withLocalFallback(task, scriptModel, local, async (model) =>
      this.scripts.run({ model, ...wanted, ...lengthFor(model), ...(series && { series }) }, this.files.contextOf(context)),
    );
    return drafted({ title: given ?? title, script: spokenText(text), source, sources, cost });
  }

  /** What the writer is told of the series, with how its last episodes are called and begin. Null: the series is gone. */
  private async soFar(orgId: string, seriesId: string, videoId: string): Promise<SeriesSoFar | null> {
    const notes = await this.series.of(orgId, seriesId, videoId);
    if (!notes) return null;
    const told = await Promise.all(notes.earlier.map((one) => this.productions.read(one).catch(unlessGone)));
    const earlier = told.flatMap((job) => {
      if (!job?.script || job.deleted) return [];
      return [{ title: titleOf(job) ?? '', opening: sentencesOf(job.script.text, job.request.language)[0] ?? '' }];
    });
    return { bible: notes.bible, episode: notes.episode, earlier };
  }

  /**
   * Speaks the sentences before the film is planned, so that its length and its cuts follow the voice and not a guess. Only a voice of our
   * own may speak twice. What it cannot say now is estimated; the narration says what is wrong with it.
   */
  private async measured({ voice, language, frames }: VideoRequest, script: string, context: TaskContext): Promise<readonly number[]> {
    if (voice !== false && voice.assetId !== undefined) return this.heard(voice.assetId, script, language, context);
    const model = voice === false || frames ? null : narratorModel(this.models, this.config, voice, language);
    if (voice === false || model === null || !isLocal(model)) return [];
    const lines = sentencesOf(script, language).slice(0, MEASURED_SENTENCES);
    const wanted = { model, voice: voice.voice, language, speed: voice.speed, lines };
    return this.voices.measure(wanted, this.files.contextOf(context)).catch((error: unknown) => {
      context.signal.throwIfAborted();
      log.warn({ err: error }, 'the narration could not be measured before it was planned');
      return [];
    });
  }

  /** A recording decides: each sentence lasts until the next one begins, the last one to the end. */
  private async heard(assetId: string, script: string, language: string, context: TaskContext): Promise<readonly number[]> {
    const { words, durationSeconds } = await this.sound.listen(assetId, script, language, this.files.contextOf(context));
    const starts: number[] = [];
    let word = 0;
    for (const sentence of sentencesOf(script, language)) {
      starts.push(starts.length === 0 ? 0 : (words[word]?.startSeconds ?? durationSeconds));
      word += sentence.split(' ').length;
    }
    return starts.map((start, index) => Math.max(0, (starts[index + 1] ?? durationSeconds) - start));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The script could not be written: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}

/** An episode that was deleted and forgotten says nothing any more. */
function unlessGone(error: unknown): null {
  if (error instanceof UnknownVideo) return null;
  throw error;
}

/** A film without words is named by what its pictures show. */
function nameOf({ frames, language }: VideoRequest, script: string): string {
  const shown = script === '' ? (frames?.find(({ prompt }) => prompt !== null)?.prompt ?? '') : script;
  return titleFrom(shown) || (language.toLowerCase().startsWith('ru') ? 'Без названия' : 'Untitled');
}

/** Enough to be a title where a sentence is cut after one of its clauses. */
const LEAST_TITLE_CHARACTERS = 12;

/** A phrase may end before these, and a title with it: "kept its key rate at 2 percent | on Thursday". */
const BEGINS_PHRASE =
  /^(?:in|on|at|by|for|from|with|without|and|or|but|before|after|during|until|since|because|when|while|where|which|who|that|as|than|into|over|under|between|through|against|в|во|на|с|со|по|из|от|до|для|о|об|и|а|но|или|к|ко|у|за|под|над|при|через|перед|после|без|что|чтобы|как|когда|где|если|котор\p{L}+)$/iu;
const LEAST_PHRASE_CHARACTERS = 24;

const FIRST_SENTENCE = new RegExp(`(?<=[${SENTENCE_SIGNS}])\\s|\\n`, 'u');

/** The first sentence of a script; a long one ends with a clause or a phrase of it, or where it must. */
export function titleFrom(script: string): string {
  const sentence = script.trim().split(FIRST_SENTENCE)[0] ?? '';
  const characters = [...sentence];
  if (characters.length <= TITLE_CHARACTERS) return sentence.replace(/[.…。।။។።]+$/u, '');
  const cut = characters.slice(0, TITLE_CHARACTERS).join('');
  const clause = cut.search(/\s*[,;:—–](?=\s)[^,;:—–]*$/u);
  if (clause >= LEAST_TITLE_CHARACTERS) return cut.slice(0, clause).trimEnd();
  // The word behind the cut says whether a phrase ends there.
  const words = characters
    .slice(0, 2 * TITLE_CHARACTERS)
    .join('')
    .split(' ');
  for (let count = words.length - 1; count > 1; count -= 1) {
    const phrase = words.slice(0, count).join(' ');
    if ([...phrase].length <= TITLE_CHARACTERS && phrase.length >= LEAST_PHRASE_CHARACTERS && BEGINS_PHRASE.test(words[count] ?? ''))
      return phrase;
  }
  return `${cut.slice(0, cut.lastIndexOf(' ') > 20 ? cut.lastIndexOf(' ') : undefined)}…`;
}
