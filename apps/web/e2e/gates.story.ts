import { describe, expect, it } from '@jest/globals';
import { becomes, PATIENCE } from './support/waits.js';
import { type Studio } from './support/studio.js';

const FILM = {
  resolution: '480p',
  fps: 24,
  durationSeconds: 15,
  segmentation: { mode: 'beats', segmentSeconds: 5 },
  music: false,
  subtitles: false,
};

export const gates = (studio: () => Studio): void =>
  describe('answering', () => {
    const order = async (prompt: string, gate: string) => {
      const { id } = await studio().app.order({ ...FILM, prompt, approvals: [gate] });
      return id;
    };

    it('a script with changed words', async () => {
      const id = await order('Why the sea is salt', 'script');
      const visit = await studio().visit();
      await visit.open(`/videos/${id}`);
      await visit.at('gate-script').waitFor();
      const written = await visit.at('script-text').inputValue();
      expect(written.length).toBeGreaterThan(20);
      await visit.at('script-text').fill(`${written}\nThe sea remembers every river.`);
      await visit.at('script-diff').waitFor();
      expect(await visit.axe()).toEqual([]);
      await visit.page.reload();
      await becomes('the draft', async () => (await visit.at('script-text').inputValue()).includes('remembers'), true);
      await visit.at('gate-edit').click();
      const said = async () => {
        const { approvals } = await studio().app.video(id);
        const segments = await (await studio().app.request(`/v1/videos/${id}/segments`)).text();
        return `${JSON.stringify(approvals)} ${segments}`.includes('remembers every river');
      };
      await becomes('the script', said, true);
      await studio().app.post(`/v1/videos/${id}/cancel`);
    }, 120_000);

    it('pictures, two of which are crossed out and made again, those alone', async () => {
      const id = await order('How coral grows', 'images');
      const visit = await studio().visit();
      let isVoiceMade = false;
      await visit.page.route(`**/v1/videos/${id}`, async (route) => {
        const response = await route.fetch();
        const video = (await response.json()) as { artifacts: { name: string }[] };
        const artifacts = video.artifacts.filter(({ name }) => isVoiceMade || name !== 'voiceover.m4a');
        await route.fulfill({ response, json: { ...video, artifacts } });
      });
      // Without events the studio asks for the film every few seconds.
      await visit.page.route(/\/v1\/live/, (route) => route.abort());
      await visit.open(`/videos/${id}`);
      await visit.at('gate-images').waitFor({ timeout: 60_000 * PATIENCE });
      // The stills can be seen in time, with the voice, before a clip is paid for.
      await becomes('the first still', () => visit.attribute('animatic', 'data-segment'), '0');
      const last = (await visit.page.locator('[data-testid^="mark-"]').count()) - 1;
      await visit.at('animatic-play').click();
      await becomes('the next still', async () => Number(await visit.attribute('animatic', 'data-segment')) > 0, true);
      await visit.at('animatic-play').click();
      await visit.at(`mark-${last}`).click();
      const mark = await visit.attribute(`mark-${last}`, 'data-value');
      await becomes('the place', () => visit.attribute('animatic-time', 'data-value'), mark);
      expect(await visit.attribute('animatic', 'data-segment')).toBe(String(last));
      // The voice is made beside the pictures, and may come later than they.
      expect(await visit.at('animatic').locator('audio').count()).toBe(0);
      isVoiceMade = true;
      const voice = visit.at('animatic').locator('audio');
      await becomes('the place of the voice', () => voice.evaluate((audio: HTMLAudioElement) => String(audio.currentTime)), mark);
      await visit.at('waveform').waitFor();
      await visit.at('segment-0').click();
      await visit.at('segment-2').focus();
      await visit.page.keyboard.press('x');
      expect(await visit.at('segment-1').getAttribute('data-crossed')).toBeNull();
      await visit.page.getByLabel('What should be different').fill('Keep the sea in every picture.');
      expect(await visit.axe()).toEqual([]);
      await visit.page.reload();
      await becomes('the crosses', () => visit.page.locator('[data-crossed]').count(), 2);
      await visit.at('gate-reject').click();
      await studio().app.when(id, ({ approvals }) => approvals.length === 2);
      const sent = (await studio().app.events(id)).filter(({ data }) => JSON.stringify(data['segments']) === '[0,2]');
      expect(sent).toHaveLength(1);
      await visit.at('gate-images').waitFor();
      await becomes('no cross', () => visit.page.locator('[data-crossed]').count(), 0);
      const somebody = await studio().app.post(`/v1/videos/${id}/approvals/images/approve`);
      expect(somebody.status).toBe(200);
      await becomes('the answer of somebody else', () => visit.at('gate-images').count(), 0);
      await studio().app.post(`/v1/videos/${id}/cancel`);
    }, 120_000);
  });
