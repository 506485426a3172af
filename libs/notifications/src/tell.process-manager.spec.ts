import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '#jobs';
import { tell } from './tell.process-manager.js';

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

  it('knows the chat that has ordered it', () => {
    expect(news(created({ contactId: 'c' }), recorded('JobCompleted', { videoId: 'v' }))[0]).toEqual({
      ...{ videoId: 'v', contactId: 'c' },
      news: { kind: 'film' },
    });
  });

  it('makes no news of progress, which is a state', () => {
    expect(news(created(), recorded('ImageGenerated', { videoId: 'v' }))).toEqual([{ videoId: 'v', contactId: null, touch: true }]);
  });
});
