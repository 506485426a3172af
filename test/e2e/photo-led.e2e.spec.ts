import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';

interface Video {
  readonly id: string;
  readonly status: string;
  readonly error: unknown;
}
interface Manifest {
  readonly segments: readonly { readonly source: string; readonly attribution?: { readonly author: string } }[];
}

const SCRIPT =
  'The ship left the harbour before the sun came up over the water. Nobody on the pier saw the captain wave at the lighthouse. ' +
  'Far out at sea the wind rose, and the sails were taken down by hand. In the evening the lights of another coast appeared ahead.';

describe('a photo-led film', () => {
  let app: TestApp;
  let sandbox: Sandbox;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'kadr-sandbox-'));
    sandbox = await startSandbox({ port: 0, dataDir, speed: 20, ffmpegPath: process.env['FFMPEG_PATH'] ?? 'ffmpeg' });
    // Libraries that ask for no key, and nothing else.
    const open = Object.entries(sandbox.env).filter(([name]) => /OPENVERSE|WIKIMEDIA|EGRESS/.test(name));
    app = await startTestApp({ env: { ...Object.fromEntries(open), KADR_ONLINE: '1', KADR_RETRY_BASE_MS: '10' } });
  }, 120_000);
  afterAll(async () => {
    try {
      await app?.close();
    } finally {
      await sandbox?.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 60_000);

  const headers = () => ({ authorization: `Bearer ${app.apiKey}` });
  const get = async (route: string): Promise<Response> => fetch(app.url + route, { headers: headers() });

  async function photo(name: string, colour: string): Promise<string> {
    const canvas = createCanvas(320, 200);
    const pen = canvas.getContext('2d');
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 320, 200);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(canvas.toBuffer('image/png'))]), name);
    const response = await fetch(`${app.url}/v1/assets`, { method: 'POST', headers: headers(), body: form });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  }

  async function finished(body: object): Promise<Video> {
    const init = { method: 'POST', headers: { ...headers(), 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const ordered = await fetch(`${app.url}/v1/videos`, init);
    expect([ordered.status, ordered.ok || (await ordered.clone().text())]).toEqual([202, true]);
    let video = (await ordered.json()) as Video;
    while (!['completed', 'failed'].includes(video.status)) {
      await new Promise((go) => setTimeout(go, 200));
      video = (await (await get(`/v1/videos/${video.id}`)).json()) as Video;
    }
    expect([video.error, video.status]).toEqual([null, 'completed']);
    return video;
  }

  it('shows own photos in their order, then photos of open libraries, each with whom to name', async () => {
    const [red, blue, green] = [await photo('one.png', '#c03028'), await photo('two.png', '#2048c0'), await photo('three.png', '#208040')];
    const video = await finished({
      ...{ script: SCRIPT, style: 'photo-led', language: 'en', aspectRatio: '16:9', resolution: '480p', fps: 24, durationSeconds: 25 },
      ...{ voice: false, music: false, subtitles: false, segmentation: { segmentSeconds: 5 } },
      visuals: { assets: [{ assetId: red }, { segment: 1, assetId: blue }, { assetId: green, fit: 'contain-blur' }], seed: 7 },
    });
    const manifest = (await (await get(`/v1/videos/${video.id}/artifacts/manifest.json`)).json()) as Manifest;
    expect(manifest.segments.map(({ source }) => source)).toEqual([
      `asset:${red}`,
      `asset:${blue}`,
      `asset:${green}`,
      ...Array.from({ length: 2 }, () => expect.stringMatching(/^(openverse|wikimedia)/)),
    ]);
    for (const { attribution } of manifest.segments.slice(3)) {
      expect(attribution).toMatchObject({ author: expect.any(String), license: expect.stringMatching(/^CC|^Public/) });
    }
  }, 200_000);

  it('with more photos than segments is refused, naming each that has no place', async () => {
    const assets = await Promise.all(
      ['#111111', '#222222', '#333333'].map(async (colour, n) => ({ assetId: await photo(`${n}.png`, colour) })),
    );
    const body = {
      script: 'One sentence.',
      style: 'photo-led',
      durationSeconds: 6,
      segmentation: { segmentSeconds: 5 },
      visuals: { assets },
    };
    const init = { method: 'POST', headers: { ...headers(), 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${app.url}/v1/videos`, init);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path: at }) => at)).toEqual(['visuals.assets.1.segment', 'visuals.assets.2.segment']);
  }, 60_000);
});
