/** A small aggregate with everything around it, for this lib's own specs and benchmark. */
import { randomUUID } from 'node:crypto';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  type Aggregate,
  Command,
  DomainError,
  type Event,
  type ProcessManager,
  type Projection,
  type Reaction,
  type StateProjection,
  tell,
  type Tell,
} from '../domain/index.js';
import { type Context, type EffectSink, type EventTransaction, type InlineSink } from '../store/contracts.js';

export type TallyOpened = Event<'TallyOpened', { tallyId: string }>;
export type Counted = Event<'Counted', { tallyId: string; by: number; note: string }>;
export type TallyClosed = Event<'TallyClosed', { tallyId: string }>;
export type TallyReopened = Event<'TallyReopened', { tallyId: string }>;
export type TallyEvent = TallyOpened | Counted | TallyClosed | TallyReopened;

export class OpenTally extends Command<{ tallyId: string }> {
  readonly type = 'OpenTally';
}
export class Count extends Command<{ tallyId: string; by: number; note?: string }> {
  readonly type = 'Count';
}
export class CloseTally extends Command<{ tallyId: string }> {
  readonly type = 'CloseTally';
}
export class ReopenTally extends Command<{ tallyId: string }> {
  readonly type = 'ReopenTally';
}
export type TallyCommand = OpenTally | Count | CloseTally | ReopenTally;

export class TallyIsClosed extends DomainError {
  readonly code = 'tally_closed';
  readonly kind = 'conflict';
}

export type Tally = { readonly status: 'absent' | 'open' | 'closed'; readonly total: number };

export const tally: Aggregate<TallyCommand, Tally, TallyEvent> = {
  name: 'tally',
  module: 'samples',
  schemaVersions: { TallyOpened: 1, Counted: 1, TallyClosed: 1, TallyReopened: 1 },
  initialState: { status: 'absent', total: 0 },
  decide({ type, data }, state) {
    const { tallyId } = data;
    const open: TallyEvent[] = state.status === 'absent' ? [{ type: 'TallyOpened', data: { tallyId } }] : [];
    switch (type) {
      case 'OpenTally':
        return open;
      case 'Count':
        if (state.status === 'closed') throw new TallyIsClosed(`${tallyId} is closed`);
        return [...open, { type: 'Counted', data: { tallyId, by: data.by, note: data.note ?? '' } }];
      case 'CloseTally':
        return state.status === 'closed' ? [] : [...open, { type: 'TallyClosed', data: { tallyId } }];
      case 'ReopenTally':
        return state.status === 'closed' ? [{ type: 'TallyReopened', data: { tallyId } }] : open;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'TallyOpened':
      case 'TallyReopened':
        return { ...state, status: 'open' };
      case 'Counted':
        return { ...state, total: state.total + event.data.by };
      case 'TallyClosed':
        return { ...state, status: 'closed' };
    }
  },
};

export type TallyRow = { status: string; total: number; events: number };

const totals = (name: string, mode: 'inline' | 'async', version: number): Projection<TallyEvent, TallyRow> => ({
  name: `samples.${name}`,
  table: `samples.${name}`,
  mode,
  version,
  handles: ['TallyOpened', 'Counted', 'TallyClosed', 'TallyReopened'],
  keyOf: (event) => event.data.tallyId,
  evolve(row = { status: 'open', total: 0, events: 0 }, event) {
    const { status, total } = tally.evolve({ status: 'open', total: row.total }, event);
    return { status, total, events: row.events + 1 };
  },
});

export const inlineTotals = (version = 1): Projection<TallyEvent, TallyRow> => totals('inline_totals', 'inline', version);
export const asyncTotals = (version = 1): Projection<TallyEvent, TallyRow> => totals('async_totals', 'async', version);

export type StateRow = { status: string; total: number };

/** Shows the state; a tally that was never opened, or counts below zero, has no row. */
export const states = (mode: 'inline' | 'async', version = 1): StateProjection<TallyCommand, Tally, TallyEvent, StateRow> => ({
  ...{ name: `samples.${mode}_states`, table: `samples.${mode}_totals`, mode, version, aggregate: tally },
  rowOf: ({ status, total }) => (status === 'absent' || total < 0 ? null : { status, total }),
});

export type Note = { readonly id: string; readonly text: string };

/** Notes every count, with the total it has led to. */
export const noteCounts: ProcessManager<TallyEvent, Tally, Note> = {
  name: 'samples.note-counts',
  follows: 'tally',
  reactsTo: ['Counted'],
  initialState: tally.initialState,
  evolve: (state, event) => tally.evolve(state, event),
  react: (state, event) => [{ id: `${event.eventId}`, text: `${event.streamId}@${event.version}=${state.total}` }],
};

/** Adds up what others count. */
export const sum: typeof tally = { ...tally, name: 'sum' };
export const SUM = '0195c1c0-0000-7000-8000-00000000000f';

/** Notes the end of tallies and sums alike. */
export const noteClosings: Reaction<TallyEvent, Note> = {
  name: 'samples.note-closings',
  follows: ['tally', 'sum'],
  on: { TallyClosed: (event) => [{ id: event.eventId, text: `${event.streamId} closed` }] },
};

/** Tells the sum of everything that is counted. */
export const addUp: Reaction<TallyEvent, Tell> = {
  name: 'samples.add-up',
  follows: 'tally',
  on: { Counted: ({ data, recordedAt }) => [tell(sum, SUM, new Count({ tallyId: SUM, by: data.by, note: data.tallyId }, recordedAt))] },
};

/** Keeps notes in a table without a key, so that a note that was stored twice can be seen. */
export class NoteSink implements EffectSink<Note> {
  readonly announced: Note[] = [];

  async store(tx: Parameters<EffectSink<Note>['store']>[0], effects: Parameters<EffectSink<Note>['store']>[1]): Promise<void> {
    const notes = effects.map(({ effect }) => effect as Note);
    await tx.query('INSERT INTO samples.notes (id, text) SELECT * FROM unnest($1::text[], $2::text[])', [
      notes.map((note) => note.id),
      notes.map((note) => note.text),
    ]);
  }

  announce(effects: Parameters<EffectSink<Note>['announce']>[0]): void {
    this.announced.push(...effects.map(({ effect }) => effect as Note));
  }
}

/** Notes are stored with the events they follow from, unless they are of what must not be repeated: they contain "solemn". */
export class InlineNoteSink extends NoteSink {
  /** What became of each attempt. */
  readonly ends: ('committed' | 'rolledBack' | 'recovered')[] = [];

  readonly inline: InlineSink<Note> = {
    isRepeatable: ({ text }) => !text.includes('solemn'),
    open: (effects) => ({
      store: (tx) => this.store(tx as EventTransaction, effects),
      committed: () => {
        this.ends.push('committed');
        this.announce(effects);
      },
      rolledBack: () => void this.ends.push('rolledBack'),
      recovered: async () => {
        this.ends.push('recovered');
        this.announce(effects);
      },
    }),
  };
}

export class CreateSamples1763600000900 implements MigrationInterface {
  readonly name = 'CreateSamples1763600000900';

  async up(runner: QueryRunner): Promise<void> {
    const columns = 'key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL';
    await runner.query(`
      CREATE SCHEMA samples;
      CREATE TABLE samples.inline_totals (${columns});
      CREATE TABLE samples.async_totals (${columns});
      CREATE TABLE samples.notes (id text NOT NULL, text text NOT NULL);
      CREATE TABLE samples.leases (key text PRIMARY KEY, token integer NOT NULL, finished boolean NOT NULL DEFAULT false)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

export const ORG = '0195c1c0-0000-7000-8000-000000000001';
export const context: Context = { orgId: ORG, actor: 'system' };
export const AT = '2026-01-02T03:04:05.678Z';
export const newId = (): string => randomUUID();
export const count = (tallyId: string, by = 1, note?: string): Count => new Count({ tallyId, by, ...(note !== undefined && { note }) }, AT);
