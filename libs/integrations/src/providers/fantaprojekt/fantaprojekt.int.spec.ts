import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider, type SeenRequest } from '../../testing/recorded-provider.js';
import { fantaprojektProvider } from './fantaprojekt.provider.js';

let engine: RecordedProvider;
let folder: string;
beforeAll(async () => {
  engine = await RecordedProvider.start();
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-fantaprojekt-'));
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true });
});

const request = {
  format: { widthPx: 480, heightPx: 854, fps: 24 },
  scenes: [
    { url: 'https://kadr.example/v1/media/a/000.mp4', text: 'First.', durationSeconds: 5 },
    { url: 'https://kadr.example/v1/media/b/001.mp4', text: 'Second.', durationSeconds: 5.5 },
  ],
};
const isOrder = ({ method, path: at }: SeenRequest): boolean => method === 'POST' && at === '/api/short-video';
const assemble = (apiKey = '') => {
  const montage = fantaprojektProvider().makers('fantaprojekt').montage;
  if (!montage) throw new Error('no montage');
  const calls = directCalls(`${engine.url}/api`, { apiKey, callbackUrl: 'https://kadr.example/webhooks/fantaprojekt/1?token=t' });
  return montage.assemble(request, { path: path.join(folder, 'film.mp4') }, adapterContext(calls, folder));
};

describe('a montage by FantaProjekt', () => {
  it('is ordered as scenes without sound, asked for until it is ready, and fetched from there', async () => {
    const states = [{ status: 'queued' }, { status: 'processing', progress: 40, currentStage: 'x' }, { status: 'ready' }];
    engine.when(
      (seen) => (isOrder(seen) ? { status: 201, body: { videoId: 'v-1' } } : null),
      ({ path: at }) => (at === '/api/short-video/v-1/status' ? { body: states.shift() } : null),
      ({ path: at }) => (at === '/api/short-video/v-1' ? { body: Buffer.from('film'), headers: { 'content-type': 'video/mp4' } } : null),
    );
    const made = await assemble();
    expect(readFileSync(made.path, 'utf8')).toBe('film');
    const order = engine.requests.find(isOrder);
    expect(order?.headers['authorization']).toBeUndefined();
    expect(order?.json).toMatchObject({
      scenes: [
        { text: 'First.', media: { type: 'url', url: 'https://kadr.example/v1/media/a/000.mp4' }, sceneDuration: 5 },
        { text: 'Second.', sceneDuration: 5.5 },
      ],
      config: {
        orientation: 'portrait',
        skipVoiceover: true,
        skipSubtitles: true,
        musicVolume: 'muted',
        format: { width: 480, height: 854, fps: 24 },
      },
    });
  });

  it('carries a key where there is one', async () => {
    engine.when(() => ({ status: 401, body: { error: 'no' } }));
    await expect(assemble('fp-key')).rejects.toMatchObject({ code: 'key_rejected', unavailable: 'key_rejected' });
    expect(engine.requests[0]?.headers['authorization']).toBe('Bearer fp-key');
  });

  it.each([
    [400, { error: 'Validation failed', message: 'scenes', missingFields: {} }, { code: 'provider_refused', retryable: false }],
    [503, { error: 'busy' }, { code: 'provider_busy', retryable: true }],
  ])('that is refused with %d is what the status says', async (status, body, expected) => {
    engine.when(() => ({ status, body }));
    await expect(assemble()).rejects.toMatchObject(expected);
  });

  it('that fails says why, and is tried again', async () => {
    engine.when(
      (seen) => (isOrder(seen) ? { body: { videoId: 'v-1' } } : null),
      () => ({ body: { status: 'failed', error: 'no font' } }),
    );
    await expect(assemble()).rejects.toMatchObject({
      code: 'provider_failed',
      retryable: true,
      message: expect.stringContaining('no font'),
    });
  });

  it('whose film is gone is lost', async () => {
    engine.when(
      (seen) => (isOrder(seen) ? { body: { videoId: 'v-1' } } : null),
      ({ path: at }) => (at.endsWith('/status') ? { body: { status: 'ready' } } : { status: 404, body: { error: 'gone' } }),
    );
    await expect(assemble()).rejects.toMatchObject({ code: 'result_lost', retryable: false });
  });
});
