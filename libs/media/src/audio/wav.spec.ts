import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { wavOf, wavSeconds } from './wav.js';

const at = temporaryFolder();

function chunk(tag: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(tag, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function format(kind: number, channels: number, rate: number, bits: number): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(kind, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rate, 4);
  body.writeUInt16LE(bits, 14);
  return chunk('fmt ', body);
}

function extended(kind: number, channels: number, rate: number, bits: number): Buffer {
  const body = Buffer.alloc(40);
  format(0xfffe, channels, rate, bits).copy(body, 0, 8);
  body.writeUInt16LE(kind, 24);
  return chunk('fmt ', body);
}

const riff = (...chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks]);
const second = (bytes: number): Buffer => chunk('data', Buffer.alloc(bytes));

const secondsOf = async (content: Buffer): Promise<number | null> => {
  await writeFile(at('sound.wav'), content);
  return wavSeconds(at('sound.wav'));
};

describe('how long a WAV file is', () => {
  it.each([
    ['as it is written here', wavOf(new Int16Array(72_000), 1), 1.5],
    ['of 32-bit floating point, with other things before its samples', riff(chunk('LIST', Buffer.from('abc')), format(3, 2, 48_000, 32), second(384_000)), 1], // prettier-ignore
    ['as FFmpeg writes floating point', riff(extended(3, 2, 48_000, 32), second(384_000)), 1],
    ['of 8 bits', riff(format(1, 1, 8_000, 8), second(8_000)), 1],
    ['with more after its samples', riff(format(1, 1, 8_000, 16), second(16_000), chunk('LIST', Buffer.alloc(9))), 1],
    ['with nothing in it', riff(format(1, 1, 8_000, 16), second(0)), 0],
  ])('is in its header: %s', async (_name, content, seconds) => {
    expect(await secondsOf(content)).toBe(seconds);
  });

  it.each([
    ['cut off', riff(format(1, 1, 8_000, 16), second(16_000)).subarray(0, 10_000)],
    ['compressed within an extended format', riff(extended(85, 1, 8_000, 16), second(16_000))],
    ['compressed', riff(format(85, 1, 8_000, 0), second(16_000))],
    ['of an extended format that does not say which', riff(format(0xfffe, 6, 48_000, 16), second(16_000))],
    ['without a format', riff(second(16_000))],
    ['without samples', riff(format(1, 1, 8_000, 16))],
    ['of no channels', riff(format(1, 0, 8_000, 16), second(16_000))],
    ['another container', Buffer.from('ID3 not a WAV at all', 'latin1')],
    ['empty', Buffer.alloc(0)],
  ])('is not told by the header of one that is %s', async (_name, content) => {
    expect(await secondsOf(content)).toBeNull();
  });
});
