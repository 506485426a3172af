import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../ffmpeg/index.js';
import { readMp4Layout } from '../probe/mp4-track.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const format = { widthPx: 270, heightPx: 480, fps: 24 };
const frames = 96;
const MAX_BYTES = 400_000;

/** Noise, which no encoder makes small by itself. */
beforeAll(async () => {
  const args = ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=270x480:r=24:d=4,noise=alls=80:allf=t`, '-f', 'lavfi', '-i', 'sine=d=4'];
  await run(
    engine.tools.ffmpegPath,
    [...args, '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', at('film.mp4')],
    {
      limitMs: 60_000,
      purpose: 'draw noise',
    },
  );
});

describe('a film that is too large', () => {
  const request = { filmPath: at('film.mp4'), format, frames };

  it('becomes a whole one that fits, with its sound and its index in front', async () => {
    expect((await stat(at('film.mp4'))).size).toBeGreaterThan(3 * MAX_BYTES);
    const made = await engine.shrinkFilm({ ...request, maxBytes: MAX_BYTES, outPath: at('copy.mp4') });
    const { size } = await stat(at('copy.mp4'));
    expect([made.sizeBytes, made.widthPx, made.heightPx]).toEqual([size, 270, 480]);
    expect(size).toBeLessThanOrEqual(MAX_BYTES);
    expect(size).toBeGreaterThan(MAX_BYTES / 2);
    const bytes = await readFile(at('copy.mp4'));
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    const { tracks } = await readMp4Layout(at('copy.mp4'));
    expect(tracks.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
    expect(tracks.find(({ kind }) => kind === 'video')?.samples).toBe(frames);
    const decoded = spawnSync(engine.tools.ffmpegPath, ['-v', 'error', '-i', at('copy.mp4'), '-f', 'null', '-'], { encoding: 'utf8' });
    expect([decoded.status, decoded.stderr]).toEqual([0, '']);
  }, 60_000);

  it('is refused where no copy would be worth looking at, and leaves nothing behind', async () => {
    const made = engine.shrinkFilm({ ...request, maxBytes: 100_000, outPath: at('none.mp4') });
    await expect(made).rejects.toMatchObject({ code: 'media_too_large', retryable: false });
    expect(existsSync(at('none.mp4'))).toBe(false);
  });
});
