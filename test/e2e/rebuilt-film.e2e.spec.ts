/** An archive is enough to make the film again: elsewhere, by FFmpeg alone. And its record is checked by openssl alone. */
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { Models, type Provider } from '#integrations';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { framesOf, rebuildPicture, ssim, type Timeline } from '../support/rebuilt-film.js';
import { until } from '../support/supervised.js';

const run = promisify(execFile);
/** As long as a film may be: KADR_REBUILT_SEGMENTS=48 npm test -- rebuilt-film. */
const SEGMENTS = Number(process.env['KADR_REBUILT_SEGMENTS'] ?? 12);
const FPS = 24;
const FRAMES = SEGMENTS * 5 * FPS;
const SIZE = 480;
/** Cards lie over the picture, as captions do: they are of the film and of no clip. */
const CARD_FRAMES = Math.ceil(1.2 * FPS);
const WITHOUT_CARDS = [CARD_FRAMES, FRAMES - CARD_FRAMES] as const;

/** Each moves in a way of its own. */
const KINDS = ['null', 'hflip', 'vflip', 'transpose', 'negate', 'hflip,vflip', 'transpose,hflip', 'negate,vflip'];
/** What a clip lasts: more than a segment with its transitions, or a little less, so that the film slows it. */
const SECONDS = [6, 5];

async function makeClips(folder: string): Promise<string[]> {
  const clips = KINDS.map((kind, at) => ({ kind, seconds: SECONDS[at % 4 === 3 ? 1 : 0], file: path.join(folder, `kind-${at}.mp4`) }));
  for (const { kind, seconds, file } of clips) {
    const source = `testsrc2=s=${SIZE}x${SIZE}:r=${FPS}:d=${seconds},${kind},gblur=sigma=2`;
    const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-y', file];
    await run(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', source, ...encoded]);
  }
  return clips.map(({ file }) => file);
}

/** Gives these clips, one after the other. */
function reel(clips: readonly string[]): Provider {
  let given = 0;
  return {
    name: 'reel',
    models: () => [
      {
        ...{ id: 'reel:moving', provider: 'reel', capability: 'text-to-video', unit: 'call', priceMicros: 0 },
        ...{ durationsSeconds: null, aspectRatios: null, available: true, unavailableReason: null, successor: null },
      },
    ],
    makers: () => ({
      clip: {
        make: async (_, output) => {
          copyFileSync(clips[given++ % clips.length] ?? '', output.path);
          return { path: output.path, contentType: 'video/mp4', cost: null };
        },
      },
    }),
  };
}

describe('an archive of a film', () => {
  let app: TestApp;
  let folder = '';
  let timeline: Timeline;
  const at = (name: string): string => path.join(folder, name);
  const ask = (where: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${app.url}${where}`, { ...init, headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' } });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kadr-rebuilt-'));
    app = await startTestApp({ env: { KADR_RATE_LIMIT_PER_MINUTE: '100000' } });
    app.app.get(Models, { strict: false }).register(reel(await makeClips(folder)));
    const order = {
      ...{ prompt: 'How lighthouses found their rhythm', durationSeconds: SEGMENTS * 5, resolution: '480p', aspectRatio: '1:1', fps: FPS },
      ...{ segmentation: { mode: 'sections', segmentSeconds: 5 }, visuals: { models: ['reel:moving'], fallback: [] } },
      ...{ subtitles: { burnIn: false }, voice: false, music: false },
    };
    const { id } = (await (await ask('/v1/videos', { method: 'POST', body: JSON.stringify(order) })).json()) as { id: string };
    await until('the film is there', 400_000, async () => {
      const { status, error } = (await (await ask(`/v1/videos/${id}`)).json()) as { status: string; error: unknown };
      if (status === 'failed') throw new Error(JSON.stringify(error));
      return status === 'completed';
    });
    const archive = new Uint8Array(await (await ask(`/v1/videos/${id}/export`)).arrayBuffer());
    for (const [name, bytes] of Object.entries(unzipSync(archive))) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), bytes);
    }
    const { data } = (await (await ask('/.well-known/kadr-provenance.json')).json()) as { data: { publicKeyPem: string }[] };
    writeFileSync(at('kadr.pem'), data[0]?.publicKeyPem ?? '');
    timeline = await rebuildPicture(folder, at('rebuilt.mp4'));
  }, 480_000);
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('has every clip, and the transitions between them', () => {
    const [picture] = timeline.tracks.children;
    const kinds = (picture?.children ?? []).map(({ OTIO_SCHEMA }) => OTIO_SCHEMA);
    expect(kinds.filter((kind) => kind === 'Clip.2')).toHaveLength(SEGMENTS);
    expect(kinds.filter((kind) => kind === 'Transition.1')).toHaveLength(SEGMENTS - 1);
  });

  it('gives the film again, frame for frame', async () => {
    const { frames } = timeline.metadata.kadr.format;
    expect([await framesOf(at('rebuilt.mp4')), await framesOf(at('media/final.mp4')), frames]).toEqual([FRAMES, FRAMES, FRAMES]);
    const alike = await ssim(at('rebuilt.mp4'), at('media/final.mp4'), WITHOUT_CARDS);
    expect(alike.mean).toBeGreaterThanOrEqual(0.95);
    // No joint and no clip is another one.
    expect(alike.worstFrame).toBeGreaterThanOrEqual(0.89);
    // One frame later it is another film.
    expect((await ssim(at('rebuilt.mp4'), at('media/final.mp4'), WITHOUT_CARDS, 1)).mean).toBeLessThan(0.95);
  }, 120_000);

  it('is checked by openssl alone, which finds one byte that is another', () => {
    const openssl = (...args: readonly string[]) => spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    const verified = (record: string) =>
      openssl('pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', 'kadr.pem', '-in', record, '-sigfile', 'media/provenance.json.sig');
    expect(verified('media/provenance.json')).toMatchObject({ status: 0, stdout: expect.stringContaining('Verified Successfully') });
    const { files } = JSON.parse(readFileSync(at('media/provenance.json'), 'utf8')) as { files: { name: string; sha256: string }[] };
    expect(files.length).toBeGreaterThan(SEGMENTS);
    const digests = openssl('dgst', '-sha256', '-r', ...files.map(({ name }) => `media/${name}`)).stdout.trim();
    expect(digests.split('\n').map((line) => line.slice(0, 64))).toEqual(files.map(({ sha256 }) => sha256));
    const changed = readFileSync(at('media/provenance.json'));
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    writeFileSync(at('changed.json'), changed);
    expect(verified('changed.json').status).not.toBe(0);
    const film = readFileSync(at('media/final.mp4'));
    film[film.length >> 1] = (film[film.length >> 1] ?? 0) ^ 1;
    writeFileSync(at('changed.mp4'), film);
    const digest = openssl('dgst', '-sha256', '-r', 'changed.mp4').stdout.slice(0, 64);
    expect(digest).not.toBe(files.find(({ name }) => name === 'final.mp4')?.sha256);
  });
});
