import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '#jobs';
import { type WorkflowRunEvent } from '#workflows';
import { tell, tellOfEndpoints, tellOfQuota, tellOfRuns } from './tell.process-manager.js';

const recorded = (type: string, data: object): Recorded<VideoJobEvent> => ({ type, data }) as unknown as Recorded<VideoJobEvent>;
const created = (origin?: object) => recorded('JobCreated', { videoId: 'v', ...(origin && { origin }) });
const asked = (approval: string) => recorded('ApprovalRequested', { videoId: 'v', approval });

/** What the last of the events leads to. */
function news(...events: readonly Recorded<VideoJobEvent>[]) {
  const state = events.reduce((told, event) => tell.evolve(told, event), tell.initialState);
  const last = events.at(-1);
  if (!last) throw new RangeError('no event');
  return tell.react(state, last);
}

describe('what people are told of a video', () => {
  it('names the request of the gate, so that an answer to an older one counts for nothing', () => {
    const decided = recorded('ApprovalDecided', { videoId: 'v', approval: 'images' });
    expect(news(created(), asked('script'), asked('images'), decided, asked('images'))).toEqual([
      { videoId: 'v', contactId: null, news: { kind: 'gate', type: 'images', gate: 2 } },
      { videoId: 'v', contactId: null, touch: true },
    ]);
    expect(news(created(), asked('images'), decided)[0]).toMatchObject({ news: { kind: 'decided', type: 'images', gate: 1 } });
  });

  it('remembers a gate with a deadline at half of its time and at a tenth before the end', () => {
    const [requestedAt, deadlineAt] = ['2026-11-28T10:00:00.000Z', '2026-11-28T20:00:00.000Z'];
    const request = (data: object) => recorded('ApprovalRequested', { videoId: 'v', approval: 'script', requestedAt, ...data });
    const reminder = { videoId: 'v', contactId: null, news: { kind: 'reminder', type: 'script', gate: 1 } };
    expect(news(created(), request({ deadlineAt }))).toEqual([
      { videoId: 'v', contactId: null, news: { kind: 'gate', type: 'script', gate: 1 } },
      { ...reminder, at: '2026-11-28T15:00:00.000Z' },
      { ...reminder, at: '2026-11-28T19:00:00.000Z' },
      { videoId: 'v', contactId: null, touch: true },
    ]);
    for (const waits of [{}, { deadlineAt: null }, { deadlineAt: requestedAt }]) expect(news(created(), request(waits))).toHaveLength(2);
  });

  it('knows the chat that has ordered it', () => {
    expect(news(created({ contactId: 'c' }), recorded('JobCompleted', { videoId: 'v' }))[0]).toEqual({
      ...{ videoId: 'v', contactId: 'c' },
      news: { kind: 'film' },
    });
  });

  it('makes no news of progress, which is a state', () => {
    expect(news(created(), recorded('ImageGenerated', { videoId: 'v' }))).toEqual([{ videoId: 'v', contactId: null, touch: true }]);
  });

  it('tells of endpoints that fail or were switched off, by their host alone, and of none that somebody has switched off', () => {
    const of = (type: 'EndpointDisabled' | 'EndpointFailing', data: object) =>
      (tellOfEndpoints.on[type] as unknown as (event: object) => unknown)({
        type,
        data: { url: 'https://hooks.example/secret?key=1', ...data },
      });
    const told = (state: string) => [{ videoId: null, contactId: null, news: { kind: 'endpoint', host: 'hooks.example', state } }];
    expect(of('EndpointFailing', {})).toEqual(told('failing'));
    expect(of('EndpointDisabled', { reason: 'failing' })).toEqual(told('disabled'));
    expect(of('EndpointDisabled', { reason: 'gone' })).toEqual(told('gone'));
    expect(of('EndpointDisabled', { reason: 'manual' })).toEqual([]);
  });

  it('brings what a node of a run says to one contact or to all, once, and nothing of other nodes or other runs', () => {
    const topology = {
      nodes: [
        { id: 'say', type: 'Notify.Telegram' },
        { id: 'other', type: 'Notify.Webhook' },
      ],
    };
    const requested = { type: 'RunRequested', data: { runId: 'r', topology } } as unknown as Recorded<WorkflowRunEvent>;
    const speaking = tellOfRuns.evolve(tellOfRuns.initialState, requested);
    const completed = (node: string, contact: unknown, from: string | null = null) =>
      ({
        type: 'NodeCompleted',
        data: { runId: 'r', node, take: 1, from, outputs: { message: { type: 'json', value: { text: 'Ready', contact } } } },
      }) as unknown as Recorded<WorkflowRunEvent>;
    const said = (contactId: string | null, isFor: 'one' | 'all') => [
      { videoId: 'r', contactId, news: { kind: 'message', node: 'say', take: 1, isFor } },
    ];
    expect(tellOfRuns.react(speaking, completed('say', null))).toEqual(said(null, 'all'));
    expect(tellOfRuns.react(speaking, completed('say', 'c'))).toEqual(said('c', 'one'));
    expect(tellOfRuns.react(speaking, completed('other', null))).toEqual([]);
    expect(tellOfRuns.react(speaking, completed('say', null, 'another'))).toEqual([]);
    expect(tellOfRuns.react(tellOfRuns.initialState, completed('say', null))).toEqual([]);
  });

  it('warns of a plan that is nearly used up', () => {
    const raised = { type: 'QuotaWarningRaised', data: { resource: 'videos', percentage: 83 } } as unknown as Parameters<
      NonNullable<(typeof tellOfQuota.on)['QuotaWarningRaised']>
    >[0];
    expect(tellOfQuota.on.QuotaWarningRaised?.(raised)).toEqual([
      { videoId: null, contactId: null, news: { kind: 'quota', resource: 'videos', percentage: 83 } },
    ]);
  });
});
