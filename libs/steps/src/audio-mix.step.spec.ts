import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type MixRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { AudioMixStep } from './audio-mix.step.js';
import { StepBench } from './testing/index.js';

const file = temporaryFolder();

describe('a sound track', () => {
  it('is mixed from what is stored, and its loudness told', async () => {
    const asked: MixRequest[] = [];
    const bench = new StepBench(file('mix'), {
      render: { ...instantMakers.render, mix: (request, ...more) => (asked.push(request), instantMakers.render.mix(request, ...more)) },
    });
    const voice = await bench.stored('voice.wav', 'spoken', 'audio/wav');
    const step = new AudioMixStep(bench.models, bench.storage);
    const made = await bench.run(step, { voice, music: null, musicGainDb: -18, ducking: null, durationSeconds: 9 });
    const voicePath = await bench.storage.localPath(voice.key);
    expect(asked).toEqual([{ voicePath, musicPath: null, musicGainDb: -18, ducking: null, durationSeconds: 9 }]);
    expect(made).toMatchObject({ integratedLufs: -14, truePeakDbtp: -1.5, audio: { contentType: 'audio/mp4' } });
  });
  it('of silence has no loudness', async () => {
    const mix: typeof instantMakers.render.mix = async (...given) => ({ ...(await instantMakers.render.mix(...given)), loudness: null });
    const bench = new StepBench(file('silence'), { render: { ...instantMakers.render, mix } });
    const step = new AudioMixStep(bench.models, bench.storage);
    const made = await bench.run(step, { voice: null, music: null, musicGainDb: 0, durationSeconds: 9 });
    expect([made.integratedLufs, made.truePeakDbtp]).toEqual([null, null]);
  });
});
