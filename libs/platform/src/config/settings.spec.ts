import { describe, expect, it } from '@jest/globals';
import { Address, checkSettings, Flag, OneOf, Pattern, readSettings, WholeNumber, WrongSettings } from './settings.js';

class Sample {
  @WholeNumber('SAMPLE_SIZE', 2, 500)
  readonly size: number = 20;

  @Flag('SAMPLE_ON')
  readonly isOn: boolean = true;

  @OneOf('SAMPLE_COLOUR', ['red', 'blue'])
  readonly colour: string = 'red';

  @Address('SAMPLE_URL', ['http', 'https'])
  readonly url: string = '';

  @Pattern('SAMPLE_KEY', /^[a-z]{4}$/, 'four small letters', { isSecret: true, isOptional: true })
  readonly key: string | null = null;
}

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof WrongSettings) return error.faults;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('take what is set, in its type, and the default for what is absent or empty', () => {
    const env = { SAMPLE_SIZE: '3', SAMPLE_ON: 'false', SAMPLE_COLOUR: '', SAMPLE_URL: 'http://host:1/x' };
    expect({ ...readSettings(Sample, env) }).toEqual({ size: 3, isOn: false, colour: 'red', url: 'http://host:1/x', key: null });
  });

  it.each(['1', '501', 'abc', '3.5', '1e2', ' '])('refuse %j where a whole number from 2 to 500 belongs', (text) => {
    expect(faultsOf(() => readSettings(Sample, { SAMPLE_SIZE: text, SAMPLE_URL: 'http://a' }))).toEqual([
      `SAMPLE_SIZE is "${text}": it must be a whole number from 2 to 500`,
    ]);
  });

  it('name every fault at once, with what is accepted, and never a secret', () => {
    const faults = faultsOf(() => readSettings(Sample, { SAMPLE_ON: 'maybe', SAMPLE_COLOUR: 'green', SAMPLE_KEY: 'hunter2' }));
    expect(faults).toEqual([
      'SAMPLE_ON is "maybe": it must be true or false',
      'SAMPLE_COLOUR is "green": it must be one of red, blue',
      'SAMPLE_URL is not set: it must be an address that begins with http:// or https://',
      'SAMPLE_KEY cannot be used: it must be four small letters',
    ]);
  });

  it('of several libs are checked together, each fault told once', () => {
    const bad = () => readSettings(Sample, { SAMPLE_SIZE: '0', SAMPLE_URL: 'http://a' });
    const other = () => {
      throw new Error('OTHER is wrong');
    };
    expect(faultsOf(() => checkSettings([bad, () => 1, other, bad]))).toEqual([
      'SAMPLE_SIZE is "0": it must be a whole number from 2 to 500',
      'OTHER is wrong',
    ]);
  });
});
