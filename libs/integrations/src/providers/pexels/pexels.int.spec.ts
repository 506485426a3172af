import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClipRequest } from '../../contracts/makers.js';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider, type SeenRequest } from '../../testing/recorded-provider.js';
import { pexelsProvider } from './pexels.provider.js';

let pexels: RecordedProvider;
let folder: string;
beforeAll(async () => {
  pexels = await RecordedProvider.start();
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-pexels-'));
});
afterAll(async () => {
  await pexels.stop();
  rmSync(folder, { recursive: true });
});

const file = (name: string, width: number | null, height: number | null, more: object = {}) => ({
  id: 1,
  quality: 'hd',
  file_type: 'video/mp4',
  width,
  height,
  fps: 30,
  link: `${pexels.url}/files/${name}.mp4`,
  ...more,
});
const video = (id: number, duration: number, ...files: object[]) => ({
  id,
  width: 1080,
  height: 1920,
  url: `https://www.pexels.com/video/${id}/`,
  image: 'https://images.pexels.com/p.jpg',
  duration,
  user: { id: 5, name: 'Ana Lens', url: 'https://www.pexels.com/@ana' },
  full_res: null,
  tags: [],
  video_files: files,
  video_pictures: [],
});
const page = (...videos: object[]) => ({ body: { page: 1, per_page: 40, total_results: videos.length, url: 'x', videos } });
const asFile = ({ path: at }: SeenRequest) =>
  at.startsWith('/files/') ? { body: Buffer.from(at), headers: { 'content-type': 'video/mp4' } } : null;
const request: ClipRequest = {
  prompt: 'An octopus has three hearts — cinematic shot',
  negativePrompt: null,
  narration: 'An octopus has three hearts.',
  language: 'en',
  style: 'cinematic',
  widthPx: 1080,
  heightPx: 1920,
  seed: 7,
  film: { title: 'Life in the ocean', tone: 'calm', index: 0, section: 'main', narrations: [] },
  fps: 30,
  durationSeconds: 8,
  firstImagePath: null,
  lastImagePath: null,
};
const make = (over: Partial<ClipRequest> = {}) => {
  const maker = pexelsProvider().makers('pexels').clip;
  if (!maker) throw new Error('no maker');
  return maker.make(
    { ...request, ...over },
    { path: path.join(folder, 'clip.mp4') },
    adapterContext(directCalls(pexels.url, { apiKey: 'px' }), folder),
  );
};

describe('stock footage', () => {
  it('is searched by what is said, in the shape of the film, with the bare key', async () => {
    pexels.when(asFile, () => page(video(11, 20, file('a', 1080, 1920))));
    await make();
    const [search] = pexels.requests;
    const url = new URL(search?.path ?? '', pexels.url);
    expect(url.pathname).toBe('/v1/videos/search');
    expect(url.searchParams.get('query')).toContain('octopus');
    expect([url.searchParams.get('orientation'), url.searchParams.get('locale')]).toEqual(['portrait', 'en-US']);
    expect(search?.headers['authorization']).toBe('px');
  });

  it('is long enough if it can be, of the right shape, sharp but not larger than needed, and keeps whose work it is', async () => {
    pexels.when(asFile, () =>
      page(
        video(1, 5, file('short', 1080, 1920)),
        video(2, 30, file('lying', 1920, 1080)),
        video(
          3,
          12,
          file('huge', 2160, 3840),
          file('right', 1080, 1920),
          file('small', 540, 960),
          file('stream', null, null, { file_type: 'application/x-mpegURL' }),
        ),
      ),
    );
    const made = await make();
    expect(readFileSync(made.path, 'utf8')).toBe('/files/right.mp4');
    expect(made.cost).toBeNull();
    expect(made.attribution).toEqual({
      id: 'pexels:3',
      pageUrl: 'https://www.pexels.com/video/3/',
      author: 'Ana Lens',
      authorUrl: 'https://www.pexels.com/@ana',
    });
  });

  it('is never the same twice in a film', async () => {
    pexels.when(asFile, () => page(video(1, 20, file('a', 1080, 1920)), video(2, 20, file('b', 1080, 1920))));
    expect((await make({ exclude: ['pexels:1'] })).attribution?.id).toBe('pexels:2');
  });

  it('is searched by fewer words, then by the title, before it is given up', async () => {
    pexels.when(() => page());
    await expect(make()).rejects.toMatchObject({ code: 'no_stock_found', retryable: false });
    const queries = pexels.requests.map(({ path: at }) => new URL(at, pexels.url).searchParams.get('query') ?? '');
    expect(queries.length).toBeGreaterThan(2);
    expect(queries.at(-1)).toMatch(/life|ocean/i);
  });

  it.each([
    [401, { code: 'key_rejected', unavailable: 'key_rejected' }],
    [429, { code: 'provider_busy', retryable: true, retryAfterMs: 120_000 }],
    [503, { code: 'provider_busy', retryable: true }],
    [400, { code: 'provider_refused', retryable: false }],
  ])('is refused with %d as the status says, whatever the body holds', async (status, expected) => {
    pexels.when(() => ({ status, body: { error: 'no' } }));
    await expect(make()).rejects.toMatchObject(expected);
  });
});

describe('a stock photo', () => {
  it('is taken at a bounded size', async () => {
    const photo = {
      id: 9,
      width: 6000,
      height: 9000,
      url: 'https://www.pexels.com/photo/9/',
      photographer: 'Ben',
      photographer_url: 'https://www.pexels.com/@ben',
      src: { original: `${pexels.url}/files/photo.jpeg` },
    };
    pexels.when(asFile, () => ({ body: { page: 1, per_page: 40, total_results: 1, photos: [photo] } }));
    const maker = pexelsProvider().makers('pexels').image;
    const made = await maker?.make(request, { path: path.join(folder, 'photo.jpeg') }, adapterContext(directCalls(pexels.url), folder));
    expect(made?.attribution).toMatchObject({ id: 'pexels:9', author: 'Ben' });
    expect(readFileSync(path.join(folder, 'photo.jpeg'), 'utf8')).toBe('/files/photo.jpeg?auto=compress&w=1920');
  });
});
