import { describe, expect, it } from '@jest/globals';
import { joinPersonal, maskPersonal, partPersonal } from './personal-members.js';

const data = {
  id: '1',
  request: { prompt: 'an octopus', idea: null, metadata: { customer: 'Anna', $personal: '7' }, fps: 30 },
  segments: [
    { index: 0, text: 'one' },
    { index: 1, text: '' },
  ],
  tags: ['a', 'b'],
};
const PATHS = ['request.prompt', 'request.idea', 'request.metadata', 'segments.*.text', 'tags', 'nowhere.to.be.found'];

describe('personal members', () => {
  it('are taken out and put back without a trace, and the data given stay as they are', () => {
    const before = structuredClone(data);
    const { data: parted, values } = partPersonal(data, PATHS);
    expect(data).toEqual(before);
    expect(JSON.stringify(parted)).not.toMatch(/octopus|Anna|one|customer/);
    expect(values).toEqual(['an octopus', data.request.metadata, 'one', '', ['a', 'b']]);
    expect(joinPersonal(JSON.parse(JSON.stringify(parted)), values)).toEqual(data);
  });

  it('are read as erased, in their shape, when their values are gone', () => {
    expect(joinPersonal(partPersonal(data, PATHS).data, null)).toEqual({
      id: '1',
      request: { prompt: '[erased]', idea: null, metadata: {}, fps: 30 },
      segments: [
        { index: 0, text: '[erased]' },
        { index: 1, text: '[erased]' },
      ],
      tags: [],
    });
  });

  it('are masked in the same way for others', () => {
    const masked = maskPersonal(data, PATHS, '[withheld]') as typeof data;
    expect([masked.request.prompt, masked.request.metadata, masked.segments[1]?.text]).toEqual(['[withheld]', {}, '[withheld]']);
    expect([masked.request.fps, masked.request.idea, masked.id]).toEqual([30, null, '1']);
  });
});
