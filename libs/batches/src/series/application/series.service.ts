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
import { type Admitted, BatchAdmission } from '../../application/batch-admission.js';
import { Batches, type BatchRequest } from '../../application/batches.service.js';
import { commonPairs, pairsOf } from '../../domain/common-pairs.js';
import { brokenTexts, type Json } from '../../domain/rows.js';
import { ChangeSeries, CreateSeries, DeleteSeries, series } from '../domain/series.decider.js';
import { EpisodeTaken, UnknownSeries } from '../domain/series.errors.js';
import { composed } from './composed-episode.js';
import { type KeptEpisode, type KeptSeries, SeriesTable, type SeriesWords } from './series-table.js';
import { type EpisodeView, type SeriesView } from './series.view.js';

/** So many orders at the same moment each find a number. */
const TRIES = 20;

/** Its first episodes, ordered together with the series. */
export interface EpisodeBatch {
  readonly batchId: string;
  readonly count: number;
  /** Of all of them; null: no limit. */
  readonly maxCostMicros: number | null;
}

/** What orders an episode, and under which id. */
interface EpisodeStart {
  readonly videoId: string;
  readonly topic?: string;
  readonly origin?: EpisodeOrder['origin'];
  readonly inPlaceOf?: string;
  readonly alongside: InTransaction<EpisodeView>;
}

/** Makes series, and orders their episodes. */
@Injectable()
export class SeriesService implements Episodes {
  constructor(
    private readonly table: SeriesTable,
    private readonly videos: Videos,
    private readonly batches: Batches,
    private readonly admission: BatchAdmission,
    private readonly unitOfWork: UnitOfWork,
    private readonly erasers: Erasers,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @param episodes the batch of its first episodes; null: none is ordered
   * @throws Refusal validation_failed with all that is wrong, also in what its episodes would be ordered with; OverQuota, BatchCostAboveLimit: nothing was kept
   */
  async create(
    by: Requester,
    seriesId: string,
    words: SeriesWords,
    episodes: EpisodeBatch | null,
    alongside: InTransaction<SeriesView>,
  ): Promise<SeriesView> {
    await this.check(by, words, episodes?.count);
    const admitted = episodes && (await this.judge(by, words, episodes));
    const at = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await this.table.keep(tx, seriesId, by.orgId, words, at);
      await tx.decide(series, seriesId, new CreateSeries({ seriesId }, at), by);
      if (episodes && admitted) {
        const { batchId } = episodes;
        await this.batches.orderIn(tx, by, {
          batchId,
          asked: batchOf(
            words,
            Array.from({ length: episodes.count }, () => ({})),
            episodes.maxCostMicros,
          ),
          admitted,
          seriesId,
        });
      }
      const batchId = episodes?.batchId ?? null;
      const made = shown({ ...words, id: seriesId, nextEpisode: 1, nextTopic: 0, batchId, createdAt: at, updatedAt: at });
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

  async orderFor(by: Requester, seriesId: string, { order, alongside, ...start }: EpisodeOrder): Promise<void> {
    await this.numbered(by, seriesId, order, { ...start, alongside: async (tx) => alongside?.(tx) });
  }

  /** What the next episode would be ordered with. @throws UnknownSeries, NoTopicLeft */
  async nextOrder(orgId: string, seriesId: string): Promise<VideoOrder> {
    const kept = await this.found(orgId, seriesId);
    return composed(kept, {}, kept).order;
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
    const { id: seriesId } = kept;
    const { videoId, origin, alongside, inPlaceOf } = start;
    const before = inPlaceOf === undefined ? null : await this.table.episodeOf(by.orgId, seriesId, inPlaceOf);
    const episode = before?.episode ?? kept.nextEpisode;
    const nextTopic = before?.topic ?? kept.nextTopic;
    const { order, topic } = composed(kept, given, { ...kept, nextEpisode: episode, nextTopic, own: start.topic });
    const numbered: KeptEpisode = { episode, videoId, topic, orderedAt: this.clock.now() };
    let made: EpisodeView | null = null;
    await this.videos.order(by, order, {
      videoId,
      origin: { seriesId, item: episode, ...origin },
      alongside: async (tx, video) => {
        const isNumbered = before
          ? await this.table.replace(tx, by.orgId, seriesId, before.videoId, numbered)
          : await this.table.number(tx, by.orgId, seriesId, numbered);
        if (!isNumbered) throw new EpisodeTaken(seriesId, episode);
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

  /** All of them or none, as any other batch. @throws Refusal validation_failed, OverQuota */
  private async judge(by: Requester, words: SeriesWords, { batchId, count, maxCostMicros }: EpisodeBatch): Promise<Admitted> {
    const orders = Array.from({ length: count }, (_, at) =>
      composed(words, {}, { id: '', nextEpisode: at + 1, nextTopic: at }, 'defaults'),
    );
    const asked = batchOf(
      words,
      orders.map(({ order }) => ({ ...order })),
      maxCostMicros,
    );
    const { estimatedMicros } = await this.admission.judge(by, { ...asked, batchId }).catch((error: unknown) => {
      const { code = '', errors = [] } = refusalIn(error) ?? {};
      if (code !== 'validation_failed') throw error;
      throw validationFailed(errors.map((fault) => ({ ...fault, path: fault.path.replace(/^items/, 'episodes') })));
    });
    return { estimatedMicros, metadata: orders.reduce((common, { order }) => commonPairs(common, { ...order }), pairsOf(words.defaults)) };
  }

  /** What is wrong with its words, and with the episode that would be ordered first. Nothing is made or reserved. */
  private async check(by: Requester, words: SeriesWords, count = 0): Promise<void> {
    const faults: FieldFault[] = brokenTexts(words);
    if (words.topics.length > 0 && count > words.topics.length)
      faults.push({ path: 'batchOf', message: `is more than there are topics (${words.topics.length})` });
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

/** One at a time: each is written with those before it in mind. */
const batchOf = ({ name }: SeriesWords, values: readonly Json[], maxCostMicros: number | null): BatchRequest => ({
  ...{ name, defaults: {}, faults: [], maxCostMicros, concurrency: 1, sample: 0, onFailure: 'continue' },
  given: { rows: values.map((row) => ({ values: row, line: null })), faults: [] },
});

const shown = ({ id, name, bible, topics, defaults, nextEpisode, nextTopic, batchId, createdAt, updatedAt }: KeptSeries): SeriesView => ({
  ...{ id, name, bible, topics, defaults, nextEpisode },
  nextTopic: topics[nextTopic] ?? null,
  batchId,
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
