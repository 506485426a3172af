import { describe, expect, it } from '@jest/globals';
import { scriptLength } from './script-length.js';

const segmentation = { mode: 'beats', segmentSeconds: 5 } as const;

describe('the length a writer is asked for', () => {
  it('is the one of the request, of any writer', () => {
    for (const writer of [{}, { knowsOnlyTheGiven: true }])
      expect(scriptLength({ durationSeconds: 20, segmentation }, writer, 60)).toEqual({ durationSeconds: 20, beats: 4 });
  });

  it('is the usual one where the request has none', () => {
    expect(scriptLength({ durationSeconds: null, segmentation }, {}, 60)).toEqual({ durationSeconds: 60, beats: 12 });
  });

  it('is left to a writer who knows only what is given', () => {
    expect(scriptLength({ durationSeconds: null, segmentation }, { knowsOnlyTheGiven: true }, 60)).toEqual({
      durationSeconds: null,
      beats: null,
    });
  });
});
