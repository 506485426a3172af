import { describe, expect, it } from '@jest/globals';
import { UploadPlaces } from './upload-places.js';

describe('faults A11: uploads at once', () => {
  it('are so many of an organisation, and so many in all; whoever ends makes room for one', () => {
    const places = new UploadPlaces(2, 3);
    const first = places.take('a');
    places.take('a');
    expect(() => places.take('a')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
    places.take('b');
    expect(() => places.take('c')).toThrow(expect.objectContaining({ code: 'unavailable' }));
    first();
    first();
    places.take('c');
    expect(() => places.take('a')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});
