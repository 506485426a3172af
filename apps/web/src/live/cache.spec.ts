import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type LiveEvent } from '@kadr/sdk';
import { applyToCache, keys, readWhatWasMissed, takeAnswer } from './cache';

/** Turns of the event loop, not time: what is behind a few timers of no length has come, however busy the machine is. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setTimeout(go, 1));
}

const clients: QueryClient[] = [];
afterEach(() => clients.splice(0).forEach((client) => client.clear()));

/** A page that shows what is read under a key; each reading is answered when the spec says so. */
function shown(queryKey: readonly unknown[]) {
  const client = new QueryClient();
  clients.push(client);
  const answers: ((data: unknown) => void)[] = [];
  const queryFn = () => new Promise((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey, queryFn });
  let seen: unknown;
  observer.subscribe(({ data }) => (seen = data));
  return {
    takes: (answer: object) => takeAnswer(client, queryKey, answer),
    hears: (event: string, data: object) => applyToCache(client, { id: '1', event, data } as unknown as LiveEvent),
    answer: async (data: unknown) => {
      answers.shift()?.(data);
      await settled();
    },
    get readings() {
      return answers.length;
    },
    get seen() {
      return seen;
    },
  };
}

const run = (status: string) => ({ id: 'r', workflowId: 'w', status });
const summary = (status: string, second: number) => ({
  ...{ id: 'v', status, stage: 'ready', fileCount: 0 },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: `2026-01-01T00:00:0${second}Z` },
});

describe('what is read while news come', () => {
  it('is read once more: a run that ended meanwhile would go on for ever', async () => {
    const page = shown(keys.run('r'));
    page.hears('run', run('running'));
    page.hears('run', run('completed'));
    await page.answer(run('running'));
    expect(page.readings).toBe(1);
    await page.answer(run('completed'));
    expect([page.seen, page.readings]).toEqual([run('completed'), 0]);
  });

  it('is read once more where the film was not known yet', async () => {
    const page = shown(keys.video('v'));
    page.hears('video', summary('completed', 5));
    await page.answer({ ...summary('processing', 1), artifacts: [] });
    expect(page.readings).toBe(1);
    await page.answer({ ...summary('completed', 5), artifacts: [] });
    expect(page.seen).toMatchObject({ status: 'completed' });
  });

  it.each([
    ['segment', keys.segments('v'), { videoId: 'v', segment: { index: 0 } }],
    ['quota', keys.quota, { used: 1 }],
    ['asset', keys.assets, { id: 'a' }],
    ['clips', keys.clips('c'), { id: 'c', status: 'completed' }],
    ['video', keys.counts, summary('completed', 5)],
  ])('is read once more after %s', async (event, key, data) => {
    const page = shown(key);
    page.hears(event, data);
    page.hears(event, data);
    await page.answer({ data: [] });
    expect(page.readings).toBe(1);
    await page.answer({ data: [] });
    expect(page.readings).toBe(0);
  });

  it('has the news written into it again where it is a list, and is not read for each of them', async () => {
    const page = shown(keys.list({ tab: 'all', q: '' }));
    page.hears('video', summary('completed', 5));
    await page.answer({ pages: [{ data: [summary('processing', 1)], nextCursor: null }], pageParams: [''] });
    expect(page.seen).toMatchObject({ pages: [{ data: [{ status: 'completed' }] }] });
    expect(page.readings).toBe(0);
  });

  it('is left alone where it came before the news', async () => {
    const page = shown(keys.run('r'));
    await page.answer(run('running'));
    page.hears('run', run('completed'));
    await settled();
    expect([page.seen, page.readings]).toEqual([run('completed'), 0]);
  });
});

describe('what a command is answered with', () => {
  it('is read again where the news of what came of it were faster: the run would go on for ever', async () => {
    const page = shown(keys.run('r'));
    await page.answer(run('queued'));
    page.hears('run', run('completed'));
    page.takes(run('running'));
    expect(page.seen).toEqual(run('running'));
    await page.answer(run('completed'));
    expect([page.seen, page.readings]).toEqual([run('completed'), 0]);
  });

  it('is read again by the page that is opened for it', async () => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: 600_000 } } });
    clients.push(client);
    applyToCache(client, { id: '1', event: 'run', data: run('completed') } as unknown as LiveEvent);
    takeAnswer(client, keys.run('r'), run('running'));
    let readings = 0;
    new QueryObserver(client, { queryKey: keys.run('r'), queryFn: () => ((readings += 1), run('completed')) }).subscribe(() => undefined);
    await settled();
    expect([client.getQueryData(keys.run('r')), readings]).toEqual([run('completed'), 1]);
  });
});

describe('what was read before news began to come', () => {
  /** A page that shows a film and its segments, read while it was `status`; then news begin to come. */
  async function opened(status: string) {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: 600_000 } } });
    clients.push(client);
    const readings = { video: 0, segments: 0 };
    const server = { status, updatedAt: '2026-01-01T00:00:01Z' };
    const observe = (queryKey: readonly unknown[], part: keyof typeof readings) =>
      new QueryObserver(client, { queryKey, queryFn: () => ((readings[part] += 1), { ...server }) }).subscribe(() => undefined);
    observe(keys.video('v'), 'video');
    observe(keys.segments('v'), 'segments');
    await settled();
    return {
      server,
      newsBegin: async () => {
        readWhatWasMissed(client);
        await settled();
        return { ...readings, film: client.getQueryData(keys.video('v')), parts: client.getQueryData(keys.segments('v')) };
      },
    };
  }

  it('is read again, segments too, where it ended meanwhile: no news would say so', async () => {
    for (const status of ['awaiting_approval', 'processing']) {
      const { server, newsBegin } = await opened(status);
      Object.assign(server, { status: 'cancelled', updatedAt: '2026-01-01T00:00:02Z' });
      expect(await newsBegin()).toEqual({ video: 2, segments: 2, film: server, parts: server });
    }
  });
  it('is the film alone where that is at rest and has not changed', async () => {
    const { newsBegin } = await opened('completed');
    expect(await newsBegin()).toMatchObject({ video: 2, segments: 1 });
  });
});
