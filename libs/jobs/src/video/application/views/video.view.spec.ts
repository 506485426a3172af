import { describe, expect, it } from '@jest/globals';
import { type SignedUrls } from '#assets';
import { AT, createVideo, recordScript, VIDEO_ID } from '../../../testing/builders.js';
import { RecordVideoCharges } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJob, type VideoJobState } from '../../domain/video-job.state.js';
import { pictureRequest } from '../tasks/picture-request.js';
import { summaryView } from './summary.view.js';
import { downloadNameOf, segmentView, videoView } from './video.view.js';
import { warningsOf } from './warnings.view.js';

const urls = { sign: (key: string) => key } as unknown as SignedUrls;

function planned(): VideoJobState {
  let job: VideoJob = videoJob.initialState;
  for (const command of [createVideo(), recordScript()]) job = videoJob.decide(command, job).reduce(videoJob.evolve, job);
  if (job.status === 'absent') throw new Error('nothing was created');
  return job;
}

const wished = (job: VideoJobState, wish: { readonly prompt: string | null; readonly comment: string | null }): VideoJobState => ({
  ...job,
  segments: job.segments.map((segment) => ({ ...segment, ...wish })),
});

const signing = { ...urls, signPath: (path: string) => path } as unknown as SignedUrls;
const spare = (amountMicros: number) => [{ provider: 'kie', model: 'kie:x', units: 1, amountMicros }];

describe('what a video has cost', () => {
  it('holds what was charged for what came to nothing: all of it so far, once, in the list as well, and not when it is gone', () => {
    const told = (job: VideoJob, amountMicros: number): VideoJob =>
      videoJob
        .decide(new RecordVideoCharges({ videoId: VIDEO_ID, charges: spare(amountMicros) }, AT), job)
        .reduce((state, event) => videoJob.evolve(state, event), job);
    const paid: VideoJobState = { ...planned(), costs: [{ provider: 'kie', model: 'kie:x', units: 2, amountMicros: 700 }] };
    const costs = (job: VideoJob) =>
      job.status === 'absent' ? [] : [videoView(job, AT, signing).cost, summaryView(job, AT, signing).costMicros];
    const of = (amountMicros: number, units: number) => ({
      ...{ amountMicros, currency: 'USD' },
      items: [{ provider: 'kie', model: 'kie:x', units, amountMicros }],
    });
    expect(costs(told(paid, 50))).toEqual([of(750, 3), 750]);
    expect(costs(told(told(paid, 50), 50))).toEqual([of(750, 3), 750]);
    expect(costs(told(told(told(paid, 50), 80), 50))).toEqual([of(780, 3), 780]);
    expect(costs(told({ ...paid, deleted: true }, 50))).toEqual([of(700, 2), 700]);
    expect(told(videoJob.initialState, 50)).toBe(videoJob.initialState);
  });
});

describe('faults B25: the prompts of a segment, as shown', () => {
  it.each([
    { prompt: null, comment: null },
    { prompt: null, comment: 'More light, please.' },
    { prompt: 'A whale', comment: null },
    { prompt: 'A whale', comment: 'From below.' },
  ])('are those that are sent (%j)', (wish) => {
    const job = wished(planned(), wish);
    const { imagePrompt = '', videoPrompt = '' } = job.plan?.segments[0] ?? {};
    const shown = segmentView(job, 0, urls);
    expect(shown.imagePrompt).toBe(pictureRequest(job, 0, imagePrompt).prompt);
    expect(shown.videoPrompt).toBe(pictureRequest(job, 0, videoPrompt).prompt);
    if (wish.comment !== null) expect(shown.imagePrompt).toContain(wish.comment);
  });
});

it.each([
  ['Three hearts', 'final.mp4', 'Three hearts.mp4'],
  ['Почему осьминоги: "три" сердца?', 'final.mp4', 'Почему осьминоги три сердца.mp4'],
  ['../../etc/passwd', 'final.mp4', 'etcpasswd.mp4'],
  ['…\u202e gpj.exe\r\nX: y', 'final.mp4', '… gpj.exeX y.mp4'],
  ['🦑'.repeat(300), 'final.mp4', `${'🦑'.repeat(120)}.mp4`],
  [' .. ', 'final.mp4', 'final.mp4'],
  [null, 'final.mp4', 'final.mp4'],
  ['Three hearts', 'clips/000.mp4', '000.mp4'],
])('a film called %j is saved by its title (%s → %s)', (title, name, saved) => {
  expect(downloadNameOf(title, name)).toBe(saved);
});

describe('a narration by a writer that knows no facts', () => {
  const warned = (source: string, language: string) => {
    const job = planned();
    return warningsOf({ ...job, script: job.script && { ...job.script, source }, request: { ...job.request, language } });
  };

  it('is warned of, in the language of the video where we have the words', () => {
    expect(warned('local:outline', 'en')).toEqual([{ code: 'no_facts', message: expect.stringMatching(/knows no facts.*send a script/) }]);
    expect(warned('local:outline', 'ru-RU')).toEqual([{ code: 'no_facts', message: expect.stringMatching(/не знает фактов.*сценарий/) }]);
    expect(warned('local:outline', 'de-AT')).toEqual([{ code: 'no_facts', message: expect.stringMatching(/keine Fakten.*Skript/) }]);
    expect(warned('local:outline', 'ja')).toEqual(warned('local:outline', 'en'));
    expect(warned('local:outline', 'constructor')).toEqual(warned('local:outline', 'en'));
  });

  it('is told by captions where nobody speaks its language, which is warned of as well', () => {
    const job = { ...planned(), narrated: true, voiceover: null, script: null };
    expect(warningsOf(job)).toEqual([{ code: 'no_voice', message: expect.stringMatching(/captions tell it.*espeak-ng/) }]);
    expect(warningsOf({ ...job, narrated: false })).toEqual([]);
    expect(warningsOf({ ...job, request: { ...job.request, voice: false } })).toEqual([]);
  });

  it('is nothing to warn of where a model or the caller wrote it, or nobody yet', () => {
    expect(warned('openai:gpt-5', 'en')).toEqual([]);
    expect(warned('request', 'en')).toEqual([]);
    expect(warningsOf({ ...planned(), script: null })).toEqual([]);
  });
});
