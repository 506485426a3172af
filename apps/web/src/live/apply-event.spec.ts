import { describe, expect, it } from '@jest/globals';
import { type VideoSegment, type VideoSummary } from '@kadr/sdk';
import { isNewTo, needsReading, pagesAfter, segmentsAfter, type SummaryPages, videoAfter } from './apply-event';

const row = (id: string, second: number, change: Partial<VideoSummary> = {}) =>
  ({
    id,
    status: 'processing',
    stage: 'assets',
    fileCount: 2,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`,
    ...change,
  }) as VideoSummary;
const segment = (index: number, videoStatus: VideoSegment['videoStatus']) => ({ index, videoStatus }) as VideoSegment;
const pages = (...rows: VideoSummary[]): SummaryPages => ({ pages: [{ data: rows, nextCursor: null }], pageParams: [''] });
const folded = (start: SummaryPages, log: readonly VideoSummary[]) => log.reduce(pagesAfter, start);

const LOG = [row('a', 1), row('b', 2), row('a', 3, { status: 'completed' }), row('b', 4, { status: 'failed' })];

describe('the list under live events', () => {
  const start = pages(row('b', 0), row('a', 0));
  const end = folded(start, LOG);

  it('changes rows where they are', () =>
    expect(end.pages[0]?.data.map(({ id, status }) => `${id} ${status}`)).toEqual(['b failed', 'a completed']));
  it('is the same after a replay, and after repeats', () => {
    expect(folded(end, LOG)).toEqual(end);
    expect(
      folded(
        start,
        LOG.flatMap((one) => [one, one]),
      ),
    ).toEqual(end);
  });
  it('is the same however the log is split over reconnections that begin again from before', () => {
    for (let cut = 0; cut < LOG.length; cut += 1) expect(folded(folded(start, LOG.slice(0, cut + 1)), LOG.slice(cut))).toEqual(end);
  });
  it('takes nothing older than what it shows', () => expect(folded(end, [row('a', 2, { status: 'queued' })])).toEqual(end));
  it('does not move under the reader: what is new waits', () => {
    expect(folded(start, [row('c', 9)])).toEqual(start);
    expect(isNewTo(start, row('c', 9))).toBe(true);
    expect(isNewTo(start, row('a', 9))).toBe(false);
    expect(isNewTo(start, row('z', 9, { createdAt: '2025-01-01T00:00:00Z' }))).toBe(false);
  });
});

describe('the sheet under live events', () => {
  const log = [segment(1, 'generating'), segment(0, 'completed'), segment(1, 'completed'), segment(2, 'pending')];
  const end = log.reduce(segmentsAfter, [] as readonly VideoSegment[]);

  it('has every segment once, at its place', () =>
    expect(end.map(({ index, videoStatus }) => `${index} ${videoStatus}`)).toEqual(['0 completed', '1 completed', '2 pending']));
  it('is the same after a replay', () => expect(log.reduce(segmentsAfter, end)).toEqual(end));
});

describe('the film under live events', () => {
  const artifacts = ['frames/000.png', 'script.txt', 'clips/000.mp4', 'music.m4a'].map((name) => ({ name }));
  const film = { ...row('a', 5), title: 'Whales', artifacts };

  it('takes what a summary says and keeps the rest', () =>
    expect(videoAfter(film, row('a', 6, { status: 'failed' }))).toMatchObject({ status: 'failed', artifacts }));
  it('takes nothing older', () => expect(videoAfter(film, row('a', 4, { status: 'failed' }))).toBe(film));
  it('is read again where more has changed than a summary says, and only then', () => {
    expect(needsReading(film, row('a', 6, { status: 'awaiting_approval' }))).toBe(true);
    expect(needsReading(film, row('a', 6, { stage: 'audio' }))).toBe(true);
    expect(needsReading(film, row('a', 6, { fileCount: 3 }))).toBe(true);
    expect(needsReading(film, row('a', 6))).toBe(false);
    expect(needsReading(film, row('a', 4, { status: 'failed' }))).toBe(false);
    expect(needsReading(film, row('a', 4, { fileCount: 3 }))).toBe(false);
  });
});
