import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { type Context } from '#eventing';
import { type Aggregate, Command, type Event, type Projection } from '#eventing/domain';
import { Ids } from '#platform';

/** What a segment's event carries: 230 bytes of JSON. */
type Measured = Event<
  'Measured',
  { itemId: string; model: string; key: string; index: number; durationMs: number; sizeBytes: number; at: string }
>;
export class Measure extends Command<{ itemId: string; index: number }> {
  readonly type = 'Measure';
}
export const dataOf = (itemId: string, index: number): Measured['data'] => {
  const place = { itemId, model: 'local:motion-card', key: `0195c1c0-0000-7000-8000-000000000001/${itemId}/segment-${index}.mp4` };
  return { ...place, index, durationMs: 5000, sizeBytes: 1_234_567, at: '2026-01-02T03:04:05.678Z' };
};
export const item: Aggregate<Measure, { events: number }, Measured> = {
  name: 'item',
  module: 'bench',
  schemaVersions: { Measured: 1 },
  initialState: { events: 0 },
  decide: ({ data }) => [{ type: 'Measured', data: dataOf(data.itemId, data.index) }],
  evolve: ({ events }) => ({ events: events + 1 }),
};
export const followed: Projection<Measured, { events: number }> = {
  ...{ name: 'bench.followed', table: 'bench.followed', mode: 'async', version: 1, handles: ['Measured'] },
  keyOf: (event) => event.data.itemId,
  evolve: (row = { events: 0 }) => ({ events: row.events + 1 }),
};
export class CreateBench1763600000999 implements MigrationInterface {
  readonly name = 'CreateBench1763600000999';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA bench');
    await runner.query(
      'CREATE TABLE bench.followed (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)',
    );
  }
  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

export const CONTEXT: Context = { orgId: '0195c1c0-0000-7000-8000-000000000001', actor: 'bench' };
export const AT = '2026-01-02T03:04:05.678Z';
/** Appends to a stream before the next one is begun: about the length of a job's. */
export const STREAM_LENGTH = 50;
export const ids = new Ids();

/** A store under measurement. */
export interface Subject {
  append(itemId: string, index: number): Promise<unknown>;
}
