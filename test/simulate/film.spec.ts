import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Recorded as StoredEvent } from '#eventing/domain';
import { longJob, produceVideo } from '#jobs/testing';
import { queuesOf, tasksConfig } from '#tasks';
import { RENDERER_QUEUES, type Work, workOfFilm } from '../../scripts/lib/simulate/film.mjs';
import { placesOf } from '../../scripts/lib/simulate/process.mjs';
import { type Recorded } from '../../scripts/lib/simulate/simulate.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const recorded = JSON.parse(fs.readFileSync(path.join(root, 'scripts/lib/simulate/recorded.json'), 'utf8')) as Recorded;
const SEGMENTS = 48;

/** What the product asks for while it makes a film, and after which of its events, in order. */
function askedByTheProduct(): { event: string; asked: string[] }[] {
  let progress = produceVideo.initialState;
  return longJob().events.map((event, position) => {
    const metadata = { orgId: 'org', correlationId: 'c', causationId: null, actor: 'system', traceparent: null };
    const place = { streamId: 'video-job-1', version: position + 1, position, recordedAt: '2026-01-01T00:00:00.000Z', schemaVersion: 1 };
    const stored = { ...event, eventId: `event-${position}`, ...place, metadata } as StoredEvent<typeof event>;
    progress = produceVideo.evolve(progress, stored);
    const effects = produceVideo.react(progress, stored);
    const { index, piece } = event.data as { index?: number; piece?: string };
    return {
      event: [event.type, piece ?? index].filter((part) => part !== undefined).join(' '),
      asked: effects.flatMap((effect) => ('request' in effect ? [`${effect.request.queue}: ${nameOf(effect.request)}`] : [])),
    };
  });
}

/** As the simulation calls it. */
function nameOf({ kind, payload }: { kind: string; payload: unknown }): string {
  const { index, piece } = payload as { index?: number; piece?: string };
  const numbers = piece?.match(/\d+/g)?.map(Number) ?? [];
  const of = piece === undefined ? index : `${numbers.length > 1 ? 'joint' : 'piece'} ${numbers[0]}`;
  return of === undefined ? kind : `${kind} ${of}`;
}

/** What has been done once the product has recorded that event. */
function doneBy(event: string): string[] {
  const [type = '', of = ''] = event.split(' ');
  const done: Record<string, string[]> = {
    SegmentsPlanned: ['jobs.draft-script'],
    StoryboardStored: ['jobs.store-storyboard'],
    SubtitlesAligned: ['jobs.narrate'],
    MusicGenerated: ['jobs.compose-music'],
    AudioMixed: ['jobs.mix-audio'],
    SegmentGenerated: [`jobs.make-clip ${of}`],
    PieceConformed: [nameOf({ kind: 'jobs.conform-piece', payload: { piece: of } })],
  };
  return done[type] ?? [];
}

/** Runs the simulation's work along the product's events: what becomes possible with each. */
function askedBySimulation(work: readonly Work[], events: readonly string[]): string[][] {
  const nameAt = ({ kind, key }: Work): string => {
    if (kind === 'jobs.make-clip') return `${kind} ${key.replace('clip ', '')}`;
    return kind === 'jobs.conform-piece' ? `${kind} ${key}` : kind;
  };
  const done = new Set<string>();
  const asked = new Set<string>();
  return events.map((event) => {
    for (const one of doneBy(event)) done.add(one);
    const possible = work.filter((one) => !asked.has(nameAt(one)) && one.after.every((place) => done.has(nameAt(work[place] as Work))));
    for (const one of possible) asked.add(nameAt(one));
    return possible.map((one) => `${one.queue}: ${nameAt(one)}`).sort();
  });
}

describe('the work of a simulated film', () => {
  it('becomes possible with the very events after which the product asks for it, in the same queues', () => {
    // Pictures of their own are a choice that an ordinary film does not make.
    const product = askedByTheProduct().map(({ event, asked }) => ({
      event,
      asked: asked.filter((one) => !one.includes('make-image')).sort(),
    }));
    const hasJoints = product.some(({ asked }) => asked.some((one) => one.includes('joint')));
    const events = product.map(({ event }) => event);
    const work = workOfFilm({ segments: SEGMENTS, hasJoints, sources: 'local' });
    const simulated = askedBySimulation(work, events);
    const clips = (asked: readonly string[]): string[] => asked.filter((one) => one.includes('make-clip'));
    const others = (asked: readonly string[]): string[] => asked.filter((one) => !one.includes('make-clip'));
    expect(simulated.map(others)).toEqual(product.map(({ asked }) => others(asked)));
    // This film's clips wait for pictures; in order, they are the same.
    expect(simulated.flatMap(clips).sort()).toEqual(product.flatMap(({ asked }) => clips(asked)).sort());
    expect(simulated.flat()).toHaveLength(work.length);
  });

  it('is done by the role that the product gives each queue to', () => {
    expect(RENDERER_QUEUES).toEqual(expect.arrayContaining([...queuesOf(new Set(['renderer']))]));
    expect(RENDERER_QUEUES).toHaveLength(queuesOf(new Set(['renderer'])).length);
    for (const { queue } of workOfFilm({ segments: 2, hasJoints: true, sources: 'providers' }))
      expect([queue, queuesOf(new Set(['renderer', 'worker'])).includes(queue as never)]).toEqual([queue, true]);
  });

  it('has the places that the product has', () => {
    const { concurrency, cores } = tasksConfig({ DATABASE_URL: 'postgres://127.0.0.1/kadr' });
    for (const [queue, places] of Object.entries(concurrency))
      if (queue !== 'import') expect([queue, placesOf(queue, cores)]).toEqual([queue, places]);
  });

  it('is recorded for every kind that the product has, or its absence is explained', () => {
    const source = fs.readFileSync(path.join(root, 'libs/jobs/src/video/domain/task-kinds.ts'), 'utf8');
    const kinds = [...source.matchAll(/^ {2}'(jobs\.[a-z-]+)':/gm)].map(([, kind = '']) => kind).sort();
    expect(kinds.length).toBeGreaterThan(10);
    const used = [...new Set(workOfFilm({ segments: 2, hasJoints: true, sources: 'local' }).map(({ kind }) => kind))].sort();
    for (const { resolution, kinds: of } of recorded.recordings) expect([resolution, Object.keys(of).sort()]).toEqual([resolution, used]);
    expect([...used, ...Object.keys(recorded.leftOut)].sort()).toEqual(kinds);
  });
});
