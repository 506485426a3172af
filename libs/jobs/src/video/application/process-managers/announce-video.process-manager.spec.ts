import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { type Event } from '#eventing/domain';
import { recorded } from '#eventing/testing';
import { jobAnnouncements } from '../../../shared/announcement-kinds.js';
import { announceVideo } from './announce-video.process-manager.js';

const VIDEO = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11';
const AT = '2026-11-21T10:00:00.000Z';
const file = { key: 'films/final.mp4', contentType: 'video/mp4', sizeBytes: 1, sha256: 'ab' };
const cost = (amountMicros: number) => ({ provider: 'kie', model: 'kie:veo', units: 1, amountMicros });

const created = { type: 'JobCreated', data: { videoId: VIDEO, request: { metadata: { project: 'octopus' }, fps: 30 }, createdAt: AT } };
const entered = (stage: string) => ({ type: 'StageEntered', data: { videoId: VIDEO, stage, enteredAt: AT } });
const event = (type: string, data: object) => ({ type, data: { videoId: VIDEO, ...data } });

/** All that is said of these events. */
function said(...events: readonly Event[]) {
  let state = announceVideo.initialState;
  return events.flatMap((one, at) => {
    const fact = recorded(one, { version: at + 1 }) as never;
    state = announceVideo.evolve(state, fact);
    return announceVideo.react(state, fact);
  });
}
const types = (...events: readonly Event[]) => said(...events).map(({ type }) => type);

describe('what is announced of a video', () => {
  it('is that it has started: once, and again after a retry', () => {
    const begun = [created, entered('queued'), entered('drafting'), entered('assets')];
    expect(types(...begun)).toEqual(['job.started']);
    const failed = event('JobFailed', { code: 'x', message: 'y', retryable: true, segment: null, failedAt: AT });
    const retried = event('JobRetried', { round: 1, retriedAt: AT });
    expect(types(...begun, failed, retried, entered('assets'), entered('audio'))).toEqual(['job.started', 'job.failed', 'job.started']);
  });

  it('is why it failed and what helps, in the language of the video', () => {
    const failed = event('JobFailed', { code: 'no_credit', message: 'No credit left.', retryable: true, segment: null, failedAt: AT });
    const of = (language: string) => ({ ...created, data: { ...created.data, request: { ...created.data.request, language } } });
    expect(['en', 'ru'].map((language) => said(of(language), failed)[0]?.data['error'])).toEqual([
      { code: 'no_credit', message: 'No credit left. Top up the account at the provider and try again.' },
      { code: 'no_credit', message: 'На счёте провайдера кончились деньги. Пополните счёт и повторите.' },
    ]);
  });

  it('is its end, with what it cost and where its film lies', () => {
    const [, completed] = said(
      ...[created, entered('drafting'), event('ScriptDrafted', { title: 'An octopus', script: 's', source: 'm', cost: cost(100) })],
      ...[event('SegmentGenerated', { cost: cost(50) }), event('MusicGenerated', { cost: null })],
      event('RenderFinished', { film: file, frames: 300 }),
      event('JobCompleted', { completedAt: AT }),
    );
    expect(completed).toEqual({
      ...{ type: 'job.completed', subject: { idName: 'jobId', id: VIDEO, path: `/v1/videos/${VIDEO}` }, occurredAt: AT },
      metadata: { project: 'octopus' },
      data: {
        ...{ jobId: VIDEO, duration: 10, cost: { amountMicros: 150, currency: 'USD' }, title: 'An octopus' },
        metadata: { project: 'octopus' },
      },
      links: { videoUrl: { key: file.key, contentType: file.contentType } },
    });
  });

  it('is that it waits, and that it was stopped', () => {
    const asked = event('ApprovalRequested', { approval: 'script', requestedAt: AT });
    expect(said(created, asked, event('JobCancelled', { cancelledAt: AT })).map(({ type, data }) => [type, data])).toEqual([
      ['job.awaiting_approval', { jobId: VIDEO, approval: 'script', deadlineAt: null, onDeadline: null, metadata: { project: 'octopus' } }],
      ['job.cancelled', { jobId: VIDEO, metadata: { project: 'octopus' } }],
    ]);
  });

  it('has an example for each type that is as its schema says', () => {
    const ajv = new Ajv({ strict: false, formats: { uuid: true, 'date-time': true } });
    const faulty = jobAnnouncements.filter(({ schema, example }) => !ajv.validate(schema, example)).map(({ type }) => type);
    expect(faulty).toEqual([]);
    expect(jobAnnouncements).toHaveLength(8);
  });
});
