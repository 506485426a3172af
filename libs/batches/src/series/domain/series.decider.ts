import { type Aggregate, Command } from '#eventing/domain';
import { type SeriesChanged, type SeriesEvent } from '../../contracts/series.events.js';
import { UnknownSeries } from './series.errors.js';

export class CreateSeries extends Command<{ seriesId: string }> {
  readonly type = 'CreateSeries';
}
export class ChangeSeries extends Command<{ seriesId: string; fields: SeriesChanged['data']['fields'] }> {
  readonly type = 'ChangeSeries';
}
export class DeleteSeries extends Command<{ seriesId: string }> {
  readonly type = 'DeleteSeries';
}
export type SeriesCommand = CreateSeries | ChangeSeries | DeleteSeries;

export interface Series {
  readonly status: 'absent' | 'there' | 'deleted';
}

/** Videos that belong together, numbered in the order in which they are ordered. */
export const series: Aggregate<SeriesCommand, Series, SeriesEvent> = {
  name: 'series',
  module: 'batches',
  schemaVersions: { SeriesCreated: 1, SeriesChanged: 1, SeriesDeleted: 1 },
  initialState: { status: 'absent' },
  upcast(type, schemaVersion) {
    throw new RangeError(`${type} has no version ${schemaVersion}`);
  },
  evolve: (_state, event) => ({ status: event.type === 'SeriesDeleted' ? 'deleted' : 'there' }),
  decide(command, { status }) {
    const { seriesId } = command.data;
    const at = command.issuedAt;
    if (command.type === 'CreateSeries') return status === 'absent' ? [{ type: 'SeriesCreated', data: { seriesId, createdAt: at } }] : [];
    if (status !== 'there') throw new UnknownSeries(seriesId);
    if (command.type === 'DeleteSeries') return [{ type: 'SeriesDeleted', data: { seriesId, deletedAt: at } }];
    const { fields } = command.data;
    return fields.length === 0 ? [] : [{ type: 'SeriesChanged', data: { seriesId, fields, changedAt: at } }];
  },
};
