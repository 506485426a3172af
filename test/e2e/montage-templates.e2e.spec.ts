import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../../scripts/services.mjs';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';

interface Manifest {
  readonly template: string;
  readonly format: { readonly frames: number };
  readonly look: { readonly logo: { readonly sha256: string } | null; readonly captions: { readonly highlight: string } };
  readonly cards: readonly { readonly text: string; readonly startFrame: number; readonly endFrame: number }[];
  readonly pieces: readonly { readonly startFrame: number; readonly endFrame: number }[];
  readonly transitions: readonly { readonly kind: string }[];
}

/** A house style with a logo, a title and an end card, as an operator would lay it beside ours. */
function houseStyle(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const ours = JSON.parse(readFileSync(path.join(repositoryRoot, 'libs/jobs/templates/cinema.json'), 'utf8')) as Record<string, unknown>;
  const logo = { file: 'mark.png', corner: 'top-right', size: 0.1, opacity: 1, margin: 0.04 };
  writeFileSync(path.join(folder, 'house.json'), JSON.stringify({ ...ours, id: 'house', description: 'House style', logo }));
  const canvas = createCanvas(32, 32);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ff0000';
  pen.fillRect(0, 0, 32, 32);
  const png = canvas.toBuffer('image/png');
  writeFileSync(path.join(folder, 'mark.png'), png);
  return createHash('sha256').update(png).digest('hex');
}

describe('montage templates', () => {
  let services: PrivateServices;
  let app: AppProcess;
  let logoSha256 = '';
  beforeAll(async () => {
    services = await startServices();
    const folder = path.join(services.dataDir, 'house-templates');
    logoSha256 = houseStyle(folder);
    app = await new AppProcess(services, { KADR_TEMPLATES_DIR: folder }).start();
  }, 180_000);
  afterAll(async () => {
    await app.dispose();
    await services.stop();
  }, 60_000);

  it('are listed, those of the operator among ours', async () => {
    const listed = await app.request('/v1/templates');
    const { data } = (await listed.json()) as { data: { id: string; transitions: unknown }[] };
    expect(data.map(({ id }) => id)).toEqual(['cinema', 'classic', 'documentary', 'energetic', 'house', 'minimal']);
    expect(data[0]?.transitions).toEqual({ within: { kind: 'crossfade', seconds: 1 }, sections: { kind: 'fade', seconds: 1 } });
  });

  it('that are not there are refused, naming those that are', async () => {
    const response = await app.post('/v1/videos', { prompt: 'Tides', template: 'baroque' });
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { path: string; message: string }[] };
    expect(errors).toMatchObject([
      { path: 'template', message: expect.stringContaining('cinema, classic, documentary, energetic, house, minimal') },
    ]);
  });

  it('give a film its titles, its logo and its joints, and take none of its frames', async () => {
    const order = {
      prompt: 'Why tides come twice a day',
      title: 'Tides',
      durationSeconds: 6,
      aspectRatio: '1:1',
      resolution: '480p',
      fps: 24,
      template: 'house',
    };
    const { id } = await app.order({ ...order, segmentation: { mode: 'beats', segmentSeconds: 5 }, music: false });
    const video = await app.finished(id, 220_000);
    expect(video).toMatchObject({ status: 'completed', error: null });
    expect(video.request).toMatchObject({ template: 'house', subtitles: { style: 'block' } });
    const url = video.artifacts.find(({ name }) => name === 'manifest.json')?.url ?? '';
    const manifest = JSON.parse((await app.download(url)).toString()) as Manifest;
    expect(manifest).toMatchObject({ template: 'house', format: { frames: 144 }, look: { logo: { sha256: logoSha256 } } });
    expect(manifest.cards).toMatchObject([
      { text: 'Tides', startFrame: 0, endFrame: 48 },
      { text: 'Tides', startFrame: 108, endFrame: 144 },
    ]);
    expect(manifest.pieces.at(-1)?.endFrame).toBe(144);
  }, 240_000);
});
