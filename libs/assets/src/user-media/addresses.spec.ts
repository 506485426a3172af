import { describe, expect, it } from '@jest/globals';
import { bytesOfDataUrl, MAX_DATA_URL_BYTES } from './data-url.js';
import { ownAddressOf } from './own-address.js';

const ID = '0190a000-0000-7000-8000-000000000001';
const PUBLIC = 'https://films.example/kadr';

describe('an address of ours', () => {
  it.each([
    [`/v1/assets/${ID}/content`, { assetId: ID }],
    [`/v1/assets/${ID.toUpperCase()}/content`, { assetId: ID }],
    [`${PUBLIC}/v1/assets/${ID}/content`, { assetId: ID }],
    [`https://FILMS.example:443/kadr/v1/assets/${ID}/content?x=1#y`, { assetId: ID }],
    [`${PUBLIC}/v1/media/abc.def/000.png`, { token: 'abc.def' }],
    ['/v1/media/abc.def/000.png', { token: 'abc.def' }],
  ])('is known: %s', (url, own) => expect(ownAddressOf(url, PUBLIC)).toEqual(own));

  it.each([
    `//films.example/kadr/v1/assets/${ID}/content`,
    `/\\evil.example/v1/assets/${ID}/content`,
    `https://films.example/v1/assets/${ID}/content`,
    `https://evil.example/kadr/v1/assets/${ID}/content`,
    `http://films.example/kadr/v1/assets/${ID}/content`,
    `https://films.example.evil.example/kadr/v1/assets/${ID}/content`,
    `https://user@films.example/kadr/v1/assets/${ID}/content`,
    `${PUBLIC}/v1/assets/${ID}`,
    `${PUBLIC}/v1/assets/no-uuid/content`,
    `${PUBLIC}/v1/assets/${ID}/content/../../../admin`,
    `${PUBLIC}/v1/videos/${ID}`,
    `kadr/v1/assets/${ID}/content`,
    '/etc/passwd',
    '',
  ])('is not: %s', (url) => expect(ownAddressOf(url, PUBLIC)).toBeNull());
});

describe('a data: URL', () => {
  const png = Buffer.from('89504e470d0a1a0a', 'hex');

  it.each([
    `data:image/png;base64,${png.toString('base64')}`,
    `data:;base64,${png.toString('base64')}`,
    `DATA:image/png;charset=utf-8;base64,${png.toString('base64')}`,
    'data:image/png,%89PNG%0D%0A%1a%0a',
  ])('gives its bytes: %s', (url) => expect(bytesOfDataUrl(url)).toEqual(png));

  it.each([
    'data:',
    'data:image/png;base64',
    'data:image/png;base64,',
    'data:image/png;base64,!!!!',
    'data:image/png;base64,AA!!AA!!AA!!',
    'data:no type,x',
  ])('is refused when malformed: %s', (url) => expect(bytesOfDataUrl(url)).toBeNull());

  it('may be large, and not larger', () => {
    const of = (bytes: number) => bytesOfDataUrl(`data:;base64,${Buffer.alloc(bytes).toString('base64')}`);
    expect(of(MAX_DATA_URL_BYTES)).toHaveLength(MAX_DATA_URL_BYTES);
    expect(of(MAX_DATA_URL_BYTES + 1)).toBe('too_large');
    expect(bytesOfDataUrl(`data:,${'a'.repeat(MAX_DATA_URL_BYTES + 1)}`)).toBe('too_large');
  });
});
