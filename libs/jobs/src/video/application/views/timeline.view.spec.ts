import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { createVideo, recordScript } from '../../../testing/builders.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJob } from '../../domain/video-job.state.js';
import { KNOWN_REASONS } from '../../domain/reasons.js';
import { timelineOf } from './timeline.view.js';

describe('a timeline', () => {
  it('tells a script and the words of each segment, wherever they are recorded, and no part by itself', () => {
    const script = `An octopus ${'… '.repeat(45_000)}has three hearts.`;
    let job: VideoJob = videoJob.initialState;
    const events: VideoJobEvent[] = [];
    for (const command of [createVideo({ script, durationSeconds: 600 }), recordScript({ script: `${script} Really.` })]) {
      const decided = videoJob.decide(command, job);
      job = decided.reduce((before, event) => videoJob.evolve(before, event), job);
      events.push(...decided);
    }
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['RequestContinued', 'ScriptContinued']));
    const recorded = events.map((event, n) => ({
      ...event,
      position: n,
      recordedAt: '2026-01-01T00:00:00.000Z',
      metadata: { actor: 'system' },
    }));
    const entries = timelineOf(recorded as unknown as Recorded<VideoJobEvent>[], 'en');
    expect(entries.map(({ type }) => type)).toEqual(['JobCreated', 'StageEntered', 'ScriptDrafted', 'SegmentsPlanned', 'StageEntered']);
    expect(entries[2]?.details).toMatchObject({ script: `${script} Really.`, source: 'local:outline' });
    const planned = entries[3]?.details as { segments: { text: string; videoPrompt: string }[] };
    expect(planned.segments[0]?.text).toMatch(/^An octopus/);
    expect(planned.segments.at(-1)?.videoPrompt).toMatch(/hearts\. Really\. — cinematic shot/);
    expect(Object.keys(entries[3]?.details ?? {})).toEqual(['plan', 'segments', 'transitions']);
  });

  it('names who did it, and tells a deadline from what happens by itself', () => {
    const data = { videoId: 'v', approval: 'script', decision: 'approved', comment: null, segments: [], decidedAt: 'now' };
    const decided = (actor: string, more: object = {}) => ({ type: 'ApprovalDecided', data: { ...data, ...more }, metadata: { actor } });
    const lapsed = decided('task:3', { byDeadline: true });
    const events = [decided('member:1'), decided('key:2'), decided('link:4'), lapsed, decided('task:3')];
    const names = new Map([['member:1', 'ada@example.com']]);
    const entries = timelineOf(events as unknown as Recorded<VideoJobEvent>[], 'ru', names);
    expect(entries.map(({ actor }) => actor)).toEqual([
      { kind: 'member', name: 'ada@example.com' },
      { kind: 'key', name: null },
      { kind: 'link', name: null },
      { kind: 'deadline', name: null },
      { kind: 'system', name: null },
    ]);
    expect(entries[0]?.title).toBe('Утверждено: сценарий');
  });

  it('speaks Russian to the last word of ours, whatever stage, gate or reason it tells of', () => {
    const fell = { plan: 0, index: 2, take: 0, rung: 1, attempts: 3, attempt: 1, what: 'clip', model: 'kie:veo-3-1', from: 'kie:veo-3-1' };
    const told = [
      ...['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready'].map((stage) => ['StageEntered', { stage }] as const),
      ...['script', 'images', 'videos'].map((approval) => ['ApprovalRequested', { approval }] as const),
      ...['script', 'images', 'videos'].map((approval) => ['ApprovalDecided', { approval, decision: 'rejected', segments: [] }] as const),
      ...['segment-003', 'transition-003-004'].map((piece) => ['PieceConformed', { piece }] as const),
      ...KNOWN_REASONS.flatMap(([code]) => {
        const data = { ...fell, source: 'local:motion-card', code, reason: `It answered: ${code}` };
        return (['SegmentAttemptFailed', 'SegmentFellBack', 'RendererFellBack'] as const).map((type) => [type, data] as const);
      }),
    ];
    const events = told.map(([type, data], position) => ({ type, data, position, recordedAt: 'now', metadata: { actor: 'system' } }));
    const titles = timelineOf(events as unknown as Recorded<VideoJobEvent>[], 'ru').map(({ title }) => title);
    expect(titles).toHaveLength(told.length);
    const names = /kie:veo-3-1|local:motion-card|Kadr/g;
    expect(titles.filter((title) => /[a-z]/i.test(title.replace(names, '')))).toEqual([]);
    expect(titles).toContain('Сегмент 3: local:motion-card вместо kie:veo-3-1 (у провайдера произошла ошибка)');
    expect(titles).toContain('Стык 4/5: фрагмент готов');
  });
});
