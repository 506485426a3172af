import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

describe('a film whose writer, voice, composer and painter cannot be reached', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices();
    app = await new AppProcess(services, {
      KADR_SCRIPT_MODEL: 'openai:gpt-6-luna',
      KADR_MUSIC_MODEL: 'kie:ai-music-api/generate:V6',
      KADR_PROVIDERS_OPENAI_API_KEY: 'sk-nobody',
      KADR_PROVIDERS_OPENAI_BASE_URL: `${NOWHERE}/v1`,
      KADR_PROVIDERS_KIE_API_KEY: 'nobody',
      KADR_PROVIDERS_KIE_BASE_URL: NOWHERE,
      KADR_RETRY_BASE_MS: '20',
    }).start();
  }, 120_000);
  afterAll(async () => {
    await app?.dispose();
    await services?.stop();
  }, 60_000);

  it('is finished all the same, and says who did it', async () => {
    const { id } = await app.order({
      prompt: 'Why octopuses have three hearts',
      durationSeconds: 10,
      segmentation: { segmentSeconds: 5 },
      aspectRatio: '1:1',
      resolution: '480p',
      fps: 24,
      voice: { provider: 'openai:tts-1' },
      visuals: { models: ['kie:veo-3-1'] },
    });
    const video = await app.finished(id, 150_000);
    expect([video.error, video.status]).toEqual([null, 'completed']);
    const events = await app.events(id);
    const sourceOf = (type: string) => [...new Set(events.filter((event) => event.type === type).map(({ data }) => data['source']))];
    expect(sourceOf('ScriptDrafted')).toEqual(['local:outline']);
    expect(sourceOf('VoiceoverGenerated')).toEqual(['local:speech']);
    expect(sourceOf('MusicGenerated')).toEqual(['local:music']);
    expect(sourceOf('SegmentGenerated')).toEqual(['local:illustrator']);
    // Who wrote it knows nothing of octopuses, and says so.
    expect((video as unknown as { warnings: object[] }).warnings).toMatchObject([{ code: 'no_facts' }]);
    expect(events.filter(({ type }) => type === 'SegmentFellBack').length).toBeGreaterThan(0);
  }, 200_000);

  it('lasts as long as what its prompt says, where no length was asked for', async () => {
    const { id } = await app.order({ prompt: 'Why do cats purr?', aspectRatio: '1:1', resolution: '480p', fps: 24, music: false });
    const video = await app.finished(id, 150_000);
    expect([video.error, video.status]).toEqual([null, 'completed']);
    expect(video.video?.durationSeconds).toBeGreaterThanOrEqual(5);
    expect(video.video?.durationSeconds).toBeLessThan(12);
    const drafted = (await app.events(id)).find(({ type }) => type === 'ScriptDrafted');
    // The question, another, and whom to tell.
    expect(drafted?.data['sentenceSeconds']).toHaveLength(3);
  }, 200_000);

  it('is told by its captions where no voice here speaks its language, and says so', async () => {
    const { id } = await app.order({
      ...{ script: 'ឆ្មាគេងដប់ប្រាំមួយម៉ោងក្នុងមួយថ្ងៃ។', language: 'km', aspectRatio: '1:1', resolution: '480p', fps: 24 },
    });
    const video = await app.finished(id, 150_000);
    expect([video.error, video.status]).toEqual([null, 'completed']);
    expect((video as unknown as { warnings: object[] }).warnings).toMatchObject([{ code: 'no_voice' }]);
    const types = (await app.events(id)).map(({ type }) => type);
    expect([types.includes('SubtitlesAligned'), types.includes('AudioMixed'), types.includes('VoiceoverGenerated')]).toEqual([
      true,
      true,
      false,
    ]);
  }, 200_000);

  it('can have its idea expanded meanwhile', async () => {
    const { status } = await app.post('/v1/ideas/expand', { idea: 'why cats purr' });
    expect(status).toBe(200);
  });
});
