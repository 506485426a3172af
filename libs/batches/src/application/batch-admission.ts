import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { OverQuota, type Quantities, Quota, RESOURCES } from '#billing';
import { type VideoOrder, Videos } from '#jobs';
import { type FieldFault, validationFailed } from '#platform';
import { type Requester } from '../contracts/requester.js';
import { BatchCostAboveLimit } from '../domain/batch.errors.js';
import { commonPairs, pairsOf, type Pairs } from '../domain/common-pairs.js';
import { columnsIn, compose, type Composed } from '../domain/compose.js';
import { brokenTexts, type GivenRows, type Json, keyFaults, ofRow, type Row, type RowFault } from '../domain/rows.js';
import { refusalIn } from './refusals.js';

/** Rows judged before others of this process have their turn, and how long it takes at most where rows are large. */
const AT_A_TIME = 10;
const TURN_MS = 20;

/** Characters of defaults and orders of all rows together: a thousand of the longest scripts that can be spoken. Else a small request asks for minutes of work. */
const MAX_CHARACTERS = 40_000_000;

export interface AskedBatch {
  readonly batchId: string;
  readonly defaults: Json;
  readonly given: GivenRows;
  /** Found in what surrounds the rows. */
  readonly faults: readonly FieldFault[];
  readonly maxCostMicros: number | null;
}

export interface Admitted {
  /** What it is expected to cost, in millionths of a dollar. */
  readonly estimatedMicros: number;
  /** What its defaults give to all of its videos. */
  readonly metadata: Pairs;
}

/** All or nothing: every fault of every row at once, then the sum of all against the quota and the limit of the order. */
@Injectable()
export class BatchAdmission {
  constructor(
    private readonly videos: Videos,
    private readonly quota: Quota,
  ) {}

  /**
   * Reserves nothing: each video does when it is ordered.
   * @throws Refusal validation_failed, OverQuota, BatchCostAboveLimit
   */
  async judge(by: Requester, { batchId, defaults, given, faults: around, maxCostMicros }: AskedBatch): Promise<Admitted> {
    const ofDefaults = brokenTexts(defaults, 'defaults');
    const faults: RowFault[] = [...around, ...ofDefaults, ...given.faults, ...keyFaults(given.rows)];
    const columns = columnsIn(defaults);
    const total = Object.fromEntries(RESOURCES.map((resource) => [resource, 0])) as Record<keyof Quantities, number>;
    // What cannot be read is told of already; what is common to all is not told a thousand times.
    let metadata = pairsOf(defaults);
    const broken = new Set(given.faults.map(({ path }) => path));
    const common = charactersIn(defaults);
    let characters = 0;
    let since = performance.now();
    for (const [index, row] of given.rows.entries()) {
      if (index % AT_A_TIME === AT_A_TIME - 1 || performance.now() - since > TURN_MS) {
        await breathe();
        since = performance.now();
      }
      if (broken.has(`items.${index}`) || ofDefaults.length > 0) continue;
      const composed = compose(defaults, row.values, columns);
      characters += common + charactersIn(composed.order);
      if (characters > MAX_CHARACTERS) {
        const message = `have more than ${MAX_CHARACTERS} characters, each with what the defaults say: send fewer at a time`;
        faults.push({ path: 'items', message });
        break;
      }
      const judged = await this.judgeRow(by, row, composed);
      if ('faults' in judged) for (const fault of judged.faults) faults.push(ofRow(index, row.line, fault));
      else {
        metadata = commonPairs(metadata, judged.order);
        for (const resource of RESOURCES) total[resource] += judged.quantities[resource] ?? 0;
      }
    }
    if (faults.length > 0) throw validationFailed(faults);
    const costMicros = total.provider_cost_micros;
    if (maxCostMicros !== null && costMicros > maxCostMicros) throw new BatchCostAboveLimit(batchId, costMicros, maxCostMicros);
    // How many are made at once, time will tell: an item waits for its place.
    total.concurrent_videos = 0;
    const refusals = await this.quota.refusals(by.orgId, total);
    if (refusals[0]) throw new OverQuota(refusals[0], refusals);
    return { estimatedMicros: costMicros, metadata };
  }

  private async judgeRow(
    by: Requester,
    { values }: Row,
    { order, faults }: Composed,
  ): Promise<{ readonly faults: readonly RowFault[] } | { readonly order: Json; readonly quantities: Quantities }> {
    const found = [...brokenTexts(values), ...faults];
    if (found.length > 0) return { faults: found };
    try {
      const { quantities } = await this.videos.quote(by, order as VideoOrder);
      return { order, quantities };
    } catch (error) {
      const refusal = refusalIn(error);
      if (!refusal || refusal.kind === 'unavailable') throw error;
      const { code, message, errors } = refusal;
      if (errors.length === 0) return { faults: [{ path: '', message, code }] };
      return { faults: errors.map((fault) => ({ ...fault, code: (fault as { code?: string }).code ?? code })) };
    }
  }
}

/** Of texts and names, wherever they stand. What is not told apart costs little. */
const charactersIn = (value: unknown): number => JSON.stringify(value)?.length ?? 0;
