import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { type Video, type VideoOrder, Videos } from '#jobs';
import {
  Clock,
  decodeCursor,
  encodeCursor,
  Erasers,
  type FieldFault,
  Ids,
  isUuid,
  type Page,
  pageOf,
  type PageQuery,
  validationFailed,
} from '#platform';
import { refusalIn } from '../../application/refusals.js';
import { type EpisodeOrder, type Episodes } from '../../contracts/episodes.js';
import { type InTransaction, type Requester } from '../../contracts/requester.js';
import { columnsIn, compose } from '../../domain/compose.js';
import { brokenTexts, type Json } from '../../domain/rows.js';
import { ChangeSeries, CreateSeries, DeleteSeries, series } from '../domain/series.decider.js';
import { EpisodeTaken, NoTopicLeft, UnknownSeries } from '../domain/series.errors.js';
import { type KeptEpisode, type KeptSeries, SeriesTable, type SeriesWords } from './series-table.js';
import { type EpisodeView, type SeriesView } from './series.view.js';

/** An order that says what its film is about takes no topic. */
const SUBJECTS = ['prompt', 'script', 'idea', 'frames'] as const;
/** So many orders at the same moment each find a number. */
const TRIES = 20;

/** What orders an episode, and under which id. */
interface EpisodeStart {
  readonly videoId: string;
  readonly topic?: string;
  readonly origin?: EpisodeOrder['origin'];
  readonly alongside: InTransaction<EpisodeView>;
}

interface Composed {
  readonly order: VideoOrder;
  readonly topic: number | null;
}

/** Makes series, and orders their episodes. */
@Injectable()
export class SeriesService implements Episodes {
  constructor(
    private readonly table: SeriesTable,
    private readonly videos: Videos,
    private readonly unitOfWork: UnitOfWork,
    private readonly erasers: Erasers,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal validation_failed with all that is wrong, also in what its episodes would be ordered with */
  async create(by: Requester, seriesId: string, words: SeriesWords, alongside: InTransaction<SeriesView>): Promise<SeriesView> {
    await this.check(by, words);
    const at = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await this.table.keep(tx, seriesId, by.orgId, words, at);
      await tx.decide(series, seriesId, new CreateSeries({ seriesId }, at), by);
      const made = shown({ ...words, id: seriesId, nextEpisode: 1, nextTopic: 0, createdAt: at, updatedAt: at });
      await alongside(tx, made);
      return made;
    });
  }

  /** @throws UnknownSeries */
  async read(orgId: string, seriesId: string): Promise<SeriesView> {
    return shown(await this.found(orgId, seriesId));
  }

  /** Newest first. */
  async list(orgId: string, { limit, cursor }: PageQuery): Promise<Page<SeriesView>> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    return pageOf(await this.table.newest(orgId, olderThan, limit + 1), limit, ({ id }) => id, shown);
  }

  /** What is given takes the place of what was. @throws UnknownSeries, Refusal validation_failed */
  async change(by: Requester, seriesId: string, given: Partial<SeriesWords>, alongside: InTransaction<SeriesView>): Promise<SeriesView> {
    const before = await this.found(by.orgId, seriesId);
    await this.check(by, { ...before, ...given });
    const fields = (['name', 'bible', 'topics', 'defaults'] as const).filter((name) => given[name] !== undefined);
    const at = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await tx.decide(series, seriesId, new ChangeSeries({ seriesId, fields }, at), by);
      // What was changed meanwhile in another member stays.
      const now = await this.table.find(by.orgId, seriesId, tx);
      if (!now) throw new UnknownSeries(seriesId);
      const changed = { ...now, ...given, updatedAt: fields.length > 0 ? at : now.updatedAt };
      await this.table.change(tx, by.orgId, seriesId, changed, changed.updatedAt);
      await alongside(tx, shown(changed));
      return shown(changed);
    });
  }

  /** Its words and what was answered of it; its videos stay. @throws UnknownSeries */
  async delete(by: Requester, seriesId: string): Promise<void> {
    await this.found(by.orgId, seriesId);
    await this.unitOfWork.run(async (tx) => {
      await tx.decide(series, seriesId, new DeleteSeries({ seriesId }, this.clock.now()), by);
      await this.table.forget(tx, by.orgId, seriesId);
      await this.erasers.eraseIn(tx, { orgId: by.orgId, subjectId: seriesId, streamId: streamIdOf(series, seriesId) });
    });
  }

  /**
   * Orders the next one: the video, its number and its topic are there together, or none of them is.
   * @param given members of `POST /v1/videos`, before the defaults of the series
   * @throws UnknownSeries, NoTopicLeft, EpisodeTaken, and what `Videos.order` refuses
   */
  async order(by: Requester, seriesId: string, given: Json, alongside: InTransaction<EpisodeView>): Promise<EpisodeView> {
    const start = { videoId: this.ids.next(), alongside };
    return this.numbered(by, seriesId, given, start);
  }

  async orderFor(by: Requester, seriesId: string, { order, ...start }: EpisodeOrder): Promise<void> {
    await this.numbered(by, seriesId, order, { ...start, alongside: async () => {} });
  }

  known(orgId: string, seriesIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.table.known(orgId, seriesIds);
  }

  private async numbered(by: Requester, seriesId: string, given: Json, start: EpisodeStart): Promise<EpisodeView> {
    for (let attempt = 1; ; attempt += 1) {
      const kept = await this.found(by.orgId, seriesId);
      const before = await this.table.episodeOf(by.orgId, seriesId, start.videoId);
      if (before) return episodeView(seriesId, kept.topics, before, await this.video(by.orgId, start.videoId));
      try {
        return await this.orderNext(by, kept, given, start);
      } catch (error) {
        if (!(error instanceof EpisodeTaken) || attempt === TRIES) throw error;
      }
    }
  }

  /** Newest first. @throws UnknownSeries */
  async episodes(orgId: string, seriesId: string, { limit, cursor }: PageQuery): Promise<Page<EpisodeView>> {
    const { topics } = await this.found(orgId, seriesId);
    const below = cursor === undefined ? null : Number(decodeCursor(cursor, (key) => /^\d{1,9}$/.test(key)));
    const kept = await this.table.episodes(orgId, seriesId, below, limit + 1);
    const page = kept.slice(0, limit);
    const data = await Promise.all(
      page.map(async (episode) => episodeView(seriesId, topics, episode, await this.video(orgId, episode.videoId))),
    );
    const last = page.at(-1);
    return { data, nextCursor: kept.length > limit && last ? encodeCursor(String(last.episode)) : null };
  }

  private async orderNext(by: Requester, kept: KeptSeries, given: Json, start: EpisodeStart): Promise<EpisodeView> {
    const { id: seriesId, nextEpisode: episode } = kept;
    const { videoId, origin, alongside } = start;
    const { order, topic } = composed(kept, given, { ...kept, own: start.topic });
    const numbered: KeptEpisode = { episode, videoId, topic, orderedAt: this.clock.now() };
    let made: EpisodeView | null = null;
    await this.videos.order(by, order, {
      videoId,
      origin: { seriesId, item: episode, ...origin },
      alongside: async (tx, video) => {
        if (!(await this.table.number(tx, by.orgId, seriesId, numbered))) throw new EpisodeTaken(seriesId, episode);
        made = episodeView(seriesId, kept.topics, numbered, video);
        await alongside(tx, made);
      },
    });
    if (!made) throw new Error(`video ${videoId} was ordered without its number`);
    return made;
  }

  private async found(orgId: string, seriesId: string): Promise<KeptSeries> {
    const found = await this.table.find(orgId, seriesId);
    if (!found) throw new UnknownSeries(seriesId);
    return found;
  }

  private async video(orgId: string, videoId: string): Promise<Video | null> {
    return this.videos.read(orgId, videoId).catch((error: unknown) => {
      if (refusalIn(error)?.kind === 'not-found') return null;
      throw error;
    });
  }

  /** What is wrong with its words, and with the episode that would be ordered first. Nothing is made or reserved. */
  private async check(by: Requester, words: SeriesWords): Promise<void> {
    const faults: FieldFault[] = brokenTexts(words);
    if (faults.length > 0) throw validationFailed(faults);
    const topics = words.topics.length > 0 ? words.topics : ['A topic'];
    const { order } = composed({ ...words, topics }, {}, { id: '', nextEpisode: 1, nextTopic: 0 }, 'defaults');
    await this.videos.quote(by, order).catch((error: unknown) => {
      const { code = '', errors = [] } = refusalIn(error) ?? {};
      if (code !== 'validation_failed') throw error;
      throw validationFailed(errors.map((fault) => ({ ...fault, path: fault.path === '' ? 'defaults' : `defaults.${fault.path}` })));
    });
  }
}

/** @throws Refusal validation_failed, NoTopicLeft */
function composed(
  { name, topics, defaults }: SeriesWords,
  given: Json,
  { id, nextEpisode, nextTopic, own }: Pick<KeptSeries, 'id' | 'nextEpisode' | 'nextTopic'> & { readonly own?: string | undefined },
  below = '',
): Composed {
  const hasSubject = SUBJECTS.some((subject) => Object.hasOwn(given, subject));
  const isListed = !hasSubject && own === undefined;
  if (isListed && topics.length > 0 && nextTopic >= topics.length) throw new NoTopicLeft(id);
  const topic = isListed ? topics[nextTopic] : own;
  const columns = columnsIn(defaults);
  const fillings = Object.entries({ episode: String(nextEpisode), topic }).filter(
    ([column, text]) => columns.has(column) && text !== undefined,
  );
  const isSaid = SUBJECTS.some((subject) => Object.hasOwn(defaults, subject));
  // A topic of its own goes into the words of the defaults where these name it.
  const isFilled = isSaid && (isListed || (columns.has('topic') && !hasSubject));
  const row = { ...given, ...(!hasSubject && !isFilled && { prompt: topic ?? name }), ...Object.fromEntries(fillings) };
  // Another subject than that of the defaults takes its place.
  const common =
    !isFilled && (hasSubject || own !== undefined)
      ? Object.fromEntries(Object.entries(defaults).filter(([member]) => !(SUBJECTS as readonly string[]).includes(member)))
      : defaults;
  const { order, faults } = compose(common, row, columns);
  const found = [...brokenTexts(given), ...faults];
  if (found.length > 0) throw validationFailed(found.map((fault) => (below === '' ? fault : { ...fault, path: `${below}.${fault.path}` })));
  return { order: order as VideoOrder, topic: isListed && topic !== undefined ? nextTopic : null };
}

const shown = ({ id, name, bible, topics, defaults, nextEpisode, nextTopic, createdAt, updatedAt }: KeptSeries): SeriesView => ({
  ...{ id, name, bible, topics, defaults, nextEpisode },
  nextTopic: topics[nextTopic] ?? null,
  createdAt,
  updatedAt,
});

const episodeView = (
  seriesId: string,
  topics: readonly string[],
  { episode, videoId, topic, orderedAt }: KeptEpisode,
  video: Video | null,
): EpisodeView => ({
  ...{ seriesId, episode, topic: topic === null ? null : (topics[topic] ?? null), videoId },
  status: video?.status ?? null,
  title: video?.title ?? null,
  videoUrl: video?.video?.url ?? null,
  orderedAt,
});
