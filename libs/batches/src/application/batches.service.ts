import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EventStore, type EventTransaction, UnitOfWork } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { Videos } from '#jobs';
import { Clock, decodeCursor, encodeCursor, Erasers, isUuid, type Page, pageOf, type PageQuery } from '#platform';
import { LinkSigner } from '#webhooks';
import { type InTransaction, type Requester } from '../contracts/requester.js';
import { type BatchCommand, CancelBatch, DeleteBatch, OrderBatch, PauseBatch, ResumeBatch } from '../domain/batch.commands.js';
import { ApproveSample, RetryFailedItems } from '../domain/batch.commands.js';
import { batch } from '../domain/batch.decider.js';
import { UnknownBatch } from '../domain/batch.errors.js';
import { type BatchItem, type BatchState, costOf, isThere, type ItemStatus } from '../domain/batch.state.js';
import { type Admitted, type AskedBatch, BatchAdmission } from './batch-admission.js';
import { batchRows } from './batch-rows.projection.js';
import { BatchTable } from './batch-table.js';
import { type BatchView, batchView, type ItemView } from './batch.view.js';
import { refusalIn } from './refusals.js';

/** What was judged, and is kept as it is. */
export interface AdmittedBatch {
  readonly batchId: string;
  readonly asked: BatchRequest;
  /** Its items are episodes of it; null: of none. */
  readonly seriesId: string | null;
  readonly admitted: Admitted;
}

export interface BatchRequest extends Omit<AskedBatch, 'batchId'> {
  readonly name: string | null;
  readonly concurrency: number;
  readonly sample: number;
  readonly onFailure: 'continue' | 'stop';
}

/** Links of items and reports work for so long. */
const LINK_MS = 7 * 86_400_000;
/** Failed videos that are asked why at the same time. */
const ASKED_TOGETHER = 20;

/** Admits, shows and changes batches. */
@Injectable()
export class Batches {
  constructor(
    private readonly admission: BatchAdmission,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: EventStore,
    private readonly table: BatchTable,
    private readonly videos: Videos,
    private readonly links: LinkSigner,
    private readonly erasers: Erasers,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal validation_failed with all faults of all rows, OverQuota, BatchCostAboveLimit: nothing was kept */
  async order(by: Requester, batchId: string, asked: BatchRequest, alongside: InTransaction<BatchView>): Promise<BatchView> {
    const admitted = await this.admission.judge(by, { ...asked, batchId });
    return this.unitOfWork.run(async (tx) => {
      const made = await this.orderIn(tx, by, { batchId, asked, admitted, seriesId: null });
      await alongside(tx, made);
      return made;
    });
  }

  /** In the transaction of whoever has had it judged. */
  async orderIn(tx: EventTransaction, by: Requester, { batchId, asked, admitted, seriesId }: AdmittedBatch): Promise<BatchView> {
    const { name, defaults, given, maxCostMicros, concurrency, sample, onFailure } = asked;
    const { estimatedMicros, metadata } = admitted;
    const items = given.rows.map(({ values }) => ({ key: (values['key'] as string | null | undefined) ?? null, given: values }));
    const digest = createHash('sha256')
      .update(JSON.stringify([defaults, items]))
      .digest('hex');
    const command = new OrderBatch({ batchId, count: items.length, digest, concurrency, sample, onFailure, metadata }, this.clock.now());
    const facts = { name, maxCostMicros, estimatedMicros };
    await this.table.keep(tx, batchId, by.orgId, { ...facts, defaults, actor: by.actor, seriesId }, items);
    const { state } = await tx.decide(batch, batchId, command, by);
    return shown(state as BatchState, facts);
  }

  /** @throws UnknownBatch */
  async read(orgId: string, batchId: string): Promise<BatchView> {
    const found = await this.table.find(orgId, batchId);
    if (!found) throw new UnknownBatch(batchId);
    return batchView(batchId, found.row, found);
  }

  /** Newest first. */
  async list(orgId: string, { limit, cursor }: PageQuery, status: string | null): Promise<Page<BatchView>> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const found = await this.table.newest(orgId, status, olderThan, limit + 1);
    return pageOf(
      found,
      limit,
      ({ id }) => id,
      (one) => batchView(one.id, one.row, one),
    );
  }

  /** In their order. @throws UnknownBatch */
  async items(orgId: string, batchId: string, { limit, cursor }: PageQuery, status: ItemStatus | null): Promise<Page<ItemView>> {
    const state = await this.loaded(orgId, batchId);
    const after = cursor === undefined ? -1 : Number(decodeCursor(cursor, (key) => /^\d{1,4}$/.test(key)));
    const wanted = state.items.flatMap((item, index) => (index > after && (status === null || item.status === status) ? [index] : []));
    const page = wanted.slice(0, limit);
    const data = await this.shownItems(orgId, state, page);
    const last = page.at(-1);
    return { data, nextCursor: wanted.length > limit && last !== undefined ? encodeCursor(String(last)) : null };
  }

  /** All of them. @throws UnknownBatch */
  async allItems(orgId: string, batchId: string): Promise<ItemView[]> {
    const state = await this.loaded(orgId, batchId);
    return this.shownItems(orgId, state, [...state.items.keys()]);
  }

  pause(by: Requester, batchId: string, alongside: InTransaction<BatchView>): Promise<BatchView> {
    return this.change(by, new PauseBatch({ batchId, reason: 'requested', resumeAt: null }, this.clock.now()), alongside);
  }

  resume(by: Requester, batchId: string, alongside: InTransaction<BatchView>): Promise<BatchView> {
    return this.change(by, new ResumeBatch({ batchId }, this.clock.now()), alongside);
  }

  approve(by: Requester, batchId: string, alongside: InTransaction<BatchView>): Promise<BatchView> {
    return this.change(by, new ApproveSample({ batchId }, this.clock.now()), alongside);
  }

  retryFailed(by: Requester, batchId: string, alongside: InTransaction<BatchView>): Promise<BatchView> {
    return this.change(by, new RetryFailedItems({ batchId }, this.clock.now()), alongside);
  }

  cancel(by: Requester, batchId: string, alongside: InTransaction<BatchView>): Promise<BatchView> {
    return this.change(by, new CancelBatch({ batchId }, this.clock.now()), alongside);
  }

  /** Its rows, what they say and what was answered and announced of it; its videos stay. @throws UnknownBatch, BatchNotEnded */
  async delete(by: Requester, batchId: string): Promise<void> {
    if (!(await this.table.find(by.orgId, batchId))) throw new UnknownBatch(batchId);
    await this.unitOfWork.run(async (tx) => {
      await tx.decide(batch, batchId, new DeleteBatch({ batchId }, this.clock.now()), by);
      await this.table.forget(tx, batchId);
      await this.erasers.eraseIn(tx, { orgId: by.orgId, subjectId: batchId, streamId: streamIdOf(batch, batchId) });
    });
  }

  private async change(by: Requester, command: BatchCommand, alongside: InTransaction<BatchView>): Promise<BatchView> {
    const { batchId } = command.data;
    const found = await this.table.find(by.orgId, batchId);
    if (!found) throw new UnknownBatch(batchId);
    return this.unitOfWork.run(async (tx) => {
      const { state } = await tx.decide(batch, batchId, command, by);
      const changed = shown(state as BatchState, found);
      await alongside(tx, changed);
      return changed;
    });
  }

  private async loaded(orgId: string, batchId: string): Promise<BatchState> {
    if (!(await this.table.find(orgId, batchId))) throw new UnknownBatch(batchId);
    const { state } = await this.store.load(batch, batchId);
    if (!isThere(state)) throw new UnknownBatch(batchId);
    return state;
  }

  private async shownItems(orgId: string, state: BatchState, indexes: readonly number[]): Promise<ItemView[]> {
    const labels = await this.table.labels(orgId, state.batchId);
    const until = Date.parse(this.clock.now()) + LINK_MS;
    const shownItems: ItemView[] = [];
    for (let from = 0; from < indexes.length; from += ASKED_TOGETHER) {
      const some = indexes.slice(from, from + ASKED_TOGETHER).map(async (index): Promise<ItemView> => {
        const item = state.items[index] as BatchItem;
        const { key = null, refusal = null } = labels.get(index) ?? {};
        const { status, videoId, film, startedAt, endedAt } = item;
        const error = await this.errorOf(orgId, item, refusal);
        const videoUrl = film === null ? null : this.links.file(film, until);
        return { index, key, status, videoId, videoUrl, cost: { amountMicros: costOf(item), currency: 'USD' }, error, startedAt, endedAt };
      });
      shownItems.push(...(await Promise.all(some)));
    }
    return shownItems;
  }

  /** The words of a failure stand with the video, and are forgotten with it. */
  private async errorOf(orgId: string, { status, code, videoId }: BatchItem, refusal: string | null): Promise<ItemView['error']> {
    if (status !== 'failed' || code === null) return null;
    if (refusal !== null) return { code, message: refusal };
    if (videoId === null) return { code, message: '' };
    const video = await this.videos.read(orgId, videoId).catch((error: unknown) => {
      if (refusalIn(error)?.kind === 'not-found') return null;
      throw error;
    });
    return { code, message: video?.error?.message ?? '' };
  }
}

function shown(state: BatchState, facts: Parameters<typeof batchView>[2]): BatchView {
  const row = batchRows.rowOf(state);
  if (!row) throw new UnknownBatch(state.batchId);
  return batchView(state.batchId, row, facts);
}
