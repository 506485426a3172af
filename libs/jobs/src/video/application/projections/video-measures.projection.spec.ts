import { expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { videoMeasures, type VideoMeasureRow } from './video-measures.projection.js';

const event = (type: VideoJobEvent['type'], data: Record<string, unknown> = {}, orgId = 'one') =>
  ({ type, data: { videoId: 'v', ...data }, metadata: { orgId } }) as unknown as Recorded<VideoJobEvent>;

it('what became of films is counted by organisation and labels, each event once in one row', () => {
  const rows = new Map<string, VideoMeasureRow>();
  const told = [
    event('JobCreated'),
    event('JobCreated'),
    event('JobCreated', {}, 'two'),
    event('JobCompleted'),
    event('JobFailed', { code: 'ffmpeg_failed' }),
    event('JobFailed', { code: 'ffmpeg_failed' }),
    event('JobFailed', { code: 'assets_failed' }),
    event('JobRetried'),
    event('JobCancelled'),
    event('RenderFinished', { renderedSeconds: 5.5 }),
    event('RenderFinished', { renderedSeconds: 0 }),
    event('SegmentGenerated', { source: 'kie:veo' }),
    event('SegmentFellBack', { from: 'kie:veo', source: 'runway:gen4', code: 'timeout' }),
    event('SegmentFellBack', { from: 'kie:veo', source: 'local:card', code: 'timeout' }),
    event('SegmentFellBack', { from: 'kie:veo', source: 'pexels:video', code: 'timeout' }),
  ];
  expect(new Set(told.map(({ type }) => type))).toEqual(new Set(videoMeasures.handles));
  for (const one of told) {
    const key = videoMeasures.keyOf(one);
    const row = videoMeasures.evolve(rows.get(key), one);
    if (row) rows.set(key, row);
  }
  const said = [...rows].map(([key, row]) => `${key.split(' ')[0]} ${row.measure}/${row.outcome}/${row.reason}/${row.source} ${row.total}`);
  expect(said).toEqual([
    'one accepted/// 2',
    'two accepted/// 1',
    'one finished/completed// 1',
    'one finished/failed/ffmpeg_failed/ 2',
    'one finished/failed/assets_failed/ 1',
    'one resumed/// 1',
    'one finished/cancelled// 1',
    'one rendered_seconds/// 5.5',
    'one segment///kie:veo 1',
    'one fallback/model/timeout/kie:veo 1',
    'one fallback/local/timeout/kie:veo 1',
    'one fallback/stock/timeout/kie:veo 1',
  ]);
});
