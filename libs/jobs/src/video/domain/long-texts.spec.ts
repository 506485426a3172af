import { describe, expect, it } from '@jest/globals';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type VideoRequest } from '../../contracts/video-request.js';
import { AT, VIDEO_ID, createVideo, recordScript } from '../../testing/builders.js';
import { DecideApproval, type VideoJobCommand } from './video-job.commands.js';
import { inParts, withoutLongTexts, withText } from './long-texts.js';
import { videoJob } from './video-job.decider.js';
import { type VideoJob, type VideoJobState } from './video-job.state.js';

/** Nothing of these is spoken, so that as much as is taken fits a film. */
const SILENT = ['.', '。', '\u200b', '—…', '"\\'];

const MAX_EVENT_BYTES = 64 * 1024;
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
/** Letters of one to four bytes, some of them longer in JSON, with spaces now and then. */
const text = (length: number, letters: string): string => {
  const signs = [...letters];
  let made = '';
  for (let n = 0; made.length < length; n += 1) made += n % 9 === 8 ? ' ' : (signs[n % signs.length] ?? '');
  return made.slice(0, length).trimEnd();
};
const ALPHABETS = ['abcdefghij', 'привет мир', '三つの心臓がある蛸', '🐙🐟a', '"\\\u0007\u2028', '\u200b.'];

describe('long texts', () => {
  it.each(ALPHABETS)('are cut into parts that an event takes, between two letters, and are whole again: %j', (letters) => {
    const whole = text(100_000, letters);
    const parts = inParts(whole);
    expect(parts.join('')).toBe(whole);
    for (const part of parts) {
      expect(bytesOf(part)).toBeLessThanOrEqual(40_002);
      expect(part.isWellFormed()).toBe(true);
    }
  });

  it.each(ALPHABETS)('leave what they were taken from small, wherever they stand: %j', (letters) => {
    const value = {
      script: text(100_000, letters),
      frames: Array.from({ length: 120 }, (_, index) => ({ index, prompt: index % 3 === 0 ? null : text(10_000, letters) })),
      metadata: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, text(500, letters)])),
      short: 'as it is',
    };
    const { short, rest } = withoutLongTexts(value);
    expect(bytesOf(short)).toBeLessThan(MAX_EVENT_BYTES * 0.75);
    for (const texts of rest) expect(bytesOf(texts)).toBeLessThan(MAX_EVENT_BYTES * 0.75);
    expect(short.short).toBe('as it is');
    expect(rest.flat().reduce(withText, short)).toEqual(value);
  });

  it('are left where they are when there is room', () => {
    const value = { script: text(30_000, 'abc'), title: null };
    expect(withoutLongTexts(value)).toEqual({ short: value, rest: [] });
  });
});

/** Decides, checks the size of each event, and folds. */
function happened(commands: readonly VideoJobCommand[]): { readonly events: VideoJobEvent[]; readonly job: VideoJobState } {
  let state: VideoJob = videoJob.initialState;
  const all: VideoJobEvent[] = [];
  for (const command of commands) {
    const events = videoJob.decide(command, state);
    state = events.reduce((before, event) => videoJob.evolve(before, event), state);
    all.push(...events);
  }
  if (state.status === 'absent') throw new Error('there is no job');
  return { events: all, job: state };
}
const folded = (script: string): string => script.split(/\s+/u).filter((word) => word !== '').join(' '); // prettier-ignore
const largest = (events: readonly VideoJobEvent[]): number => Math.max(...events.map(({ data }) => bytesOf(data)));

describe('faults A6: no event of a video is larger than 64 kB', () => {
  const request = (letters: string): Partial<VideoRequest> => ({
    script: text(100_000, letters),
    durationSeconds: 600,
    voice: false as never,
  });
  const of = { videoId: VIDEO_ID };

  it.each(SILENT)('whatever its script of 100,000 letters is made of, and every word of it is there: %j', (letters) => {
    const create = createVideo(request(letters));
    const script = create.data.request.script ?? '';
    const { events, job } = happened([create, recordScript({ script, source: 'request' })]);
    expect(largest(events)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(job.request).toEqual(create.data.request);
    expect(job.script?.text).toBe(script);
    const planned = (job.plan?.segments ?? []).map((segment) => segment.text);
    expect(planned.join('').replaceAll(' ', '')).toBe(folded(script).replaceAll(' ', ''));
    for (const segment of job.plan?.segments ?? []) {
      const subject = segment.text === '' ? 'Three hearts' : segment.text;
      expect(segment.imagePrompt).toBe(`Three hearts. ${subject} — cinematic still, curious mood, for a general audience`);
      expect(segment.videoPrompt).toBe(`${subject} — cinematic shot, curious mood, slow camera move`);
    }
  });

  it('says a text once: the script of the request is not in the draft, no word of the draft in the plan', () => {
    const script = 'An octopus has three hearts. Two feed the gills.';
    const { events } = happened([createVideo({ script }), recordScript({ script, source: 'request' })]);
    expect(events.filter((event) => JSON.stringify(event).includes('octopus has three')).map(({ type }) => type)).toEqual(['JobCreated']);
  });

  it('nor with 120 pairs of pictures that have long prompts', () => {
    const frames = Array.from({ length: 120 }, () => ({ durationSeconds: 5, prompt: text(10_000, '三つの心臓') }));
    const create = createVideo({ frames, script: '', segmentation: { mode: 'frame-pairs', segmentSeconds: 5 }, durationSeconds: 600 });
    const { events, job } = happened([create, recordScript({ script: '', source: 'request' })]);
    expect(largest(events)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(job.request).toEqual(create.data.request);
    expect(job.plan?.segments[7]?.videoPrompt).toContain(frames[7]?.prompt);
  });

  it('nor with a script that was written for it, or given at the gate', () => {
    const [written, given] = [text(100_000, '三つの心臓'), `An octopus ${text(99_000, '。')} here.`];
    const gate = { approvals: ['script'] as const, durationSeconds: 600 };
    const own = { ...of, approval: 'script', comment: null, segments: [], script: given } as const;
    const { events, job } = happened([
      createVideo(gate),
      recordScript({ script: written }),
      new DecideApproval({ ...own, decision: 'rejected' }, AT),
    ]);
    expect(largest(events)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(job.script?.text).toBe(given);
    const approved = videoJob.decide(new DecideApproval({ ...own, script: null, decision: 'approved' }, AT), job);
    expect(largest([...approved])).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    const planned = approved.reduce((before, event) => videoJob.evolve(before, event), job as VideoJob) as VideoJobState;
    expect((planned.plan?.segments ?? []).map((one) => one.text).join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', '')); // prettier-ignore
  });

  it('a plan that was recorded with its words is read with them', () => {
    const segments = [{ index: 0, section: 'main', text: 'Old words.', imagePrompt: 'old still', videoPrompt: 'old shot', seed: 1, startFrame: 0, endFrame: 60 }]; // prettier-ignore
    const data = videoJob.upcast?.('SegmentsPlanned', 1, { videoId: VIDEO_ID, plan: 1, segments, transitions: [] });
    const { job } = happened([createVideo()]);
    const planned = videoJob.evolve(job, { type: 'SegmentsPlanned', data } as VideoJobEvent) as VideoJobState;
    expect(planned.plan?.segments).toEqual(segments);
  });
});
