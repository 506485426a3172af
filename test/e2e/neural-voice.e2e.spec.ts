import { truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installToneVoice } from '#media/testing';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';

const ORDER = {
  script: 'Bees dance in the morning sun. They turn, and they shake.',
  ...{ aspectRatio: '1:1', resolution: '480p', fps: 24, music: false },
};

describe('a running installation to which a narrator voice is added', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices();
    app = await new AppProcess(services).start();
  }, 120_000);
  afterAll(async () => {
    await app?.dispose();
    await services?.stop();
  }, 60_000);

  const listed = async (address: string): Promise<object[]> => {
    const body = (await (await app.request(address)).json()) as { data?: object[]; voices?: object[] };
    return (body.data ?? body.voices ?? []).filter((one) => JSON.stringify(one).includes('local:neural'));
  };
  /** @returns which model has spoken, and the subtitles */
  const narrated = async (): Promise<{ source: unknown; subtitles: string }> => {
    const { id } = await app.order(ORDER);
    const video = await app.finished(id, 150_000);
    expect([video.error, video.status]).toEqual([null, 'completed']);
    const [spoken] = (await app.events(id)).filter(({ type }) => type === 'VoiceoverGenerated');
    const subtitles = video.artifacts.find(({ name }) => name === 'subtitles.srt');
    return { source: spoken?.data['source'], subtitles: (await app.download(subtitles?.url ?? '')).toString('utf8').replace(/\s+/gu, ' ') };
  };

  it('lists it, narrates with it, and with the one that is always there where its files are damaged', async () => {
    expect([await listed('/v1/models?capability=voice'), await listed('/v1/create-options')]).toEqual([[], []]);
    const folder = installToneVoice(path.join(app.dataDir, 'voices'), 'tone');
    expect(await listed('/v1/models?capability=voice')).toEqual([expect.objectContaining({ id: 'local:neural', available: true })]);
    expect(await listed('/v1/create-options')).toEqual([{ id: 'tone', name: 'Tone', language: 'en', model: 'local:neural' }]);
    const { source, subtitles } = await narrated();
    expect(source).toBe('local:neural');
    expect(subtitles).toContain('Bees dance');
    installToneVoice(path.join(app.dataDir, 'voices'), 'tone');
    truncateSync(path.join(folder, 'tone.onnx'), 100);
    expect((await narrated()).source).toBe('local:speech');
  }, 330_000);
});
