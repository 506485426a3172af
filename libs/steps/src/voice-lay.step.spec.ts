import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type LayVoiceRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { StepBench } from './testing/index.js';
import { VoiceLayStep } from './voice-lay.step.js';

const file = temporaryFolder();

describe('lines that are spoken already', () => {
  it('are laid where they belong', async () => {
    const laid: LayVoiceRequest[] = [];
    const bench = new StepBench(file('lay'), {
      render: {
        ...instantMakers.render,
        layVoice: (request, ...more) => (laid.push(request), instantMakers.render.layVoice(request, ...more)),
      },
    });
    const line = await bench.stored('line.wav', 'spoken', 'audio/wav');
    const step = new VoiceLayStep(bench.models, bench.storage);
    const made = await bench.run(step, { lines: [{ file: line, startSeconds: 2, tempo: 1 }], durationSeconds: 5 });
    expect(laid).toEqual([{ lines: [{ path: await bench.storage.localPath(line.key), startSeconds: 2, tempo: 1 }], durationSeconds: 5 }]);
    expect([made.audio.contentType, made.master.contentType]).toEqual(['audio/mp4', 'audio/wav']);
  });
});
