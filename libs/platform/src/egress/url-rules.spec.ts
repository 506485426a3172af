import { describe, expect, it } from '@jest/globals';
import { allowListOf, egressConfig } from './egress.config.js';
import { fileNameOf } from './file-name.js';
import { isPublicAddress } from './public-address.js';
import { HOSTILE_URLS } from './testing/hostile-urls.js';
import { refusalOfUrl } from './url-rules.js';

const NOBODY = allowListOf('');

describe('an address named by a stranger', () => {
  it.each(HOSTILE_URLS)('is refused by its text: %s', (url) => {
    expect(refusalOfUrl(url, NOBODY)).toMatchObject({ code: 'url_not_allowed' });
  });

  it.each([
    'https://films.example/a.mp4',
    'https://films.example:443/a.mp4?token=1#t=2',
    'https://FILMS.EXAMPLE./a.mp4',
    'https://93.184.216.34/a.mp4',
    'https://[2606:2800:220:1:248:1893:25c8:1946]/a.mp4',
    'https://[64:ff9b::5db8:d822]/a.mp4',
    'https://пример.рф/ролик.mp4',
    'https://localhost.films.example/',
  ])('may be asked: %s', (url) => expect(refusalOfUrl(url, NOBODY)).toBeNull());

  it('is refused when it is endless', () => {
    expect(refusalOfUrl(`https://films.example/${'a'.repeat(9000)}`, NOBODY)).not.toBeNull();
  });
});

describe('the operator', () => {
  const allow = allowListOf('127.0.0.1:9000, minio:9000 [::1]:8080,films.example:8443');

  it.each([
    'http://127.0.0.1:9000/a',
    'http://2130706433:9000/a',
    'http://MINIO:9000/a',
    'http://[::1]:8080/',
    'https://films.example:8443/',
  ])('exempts exactly one host and port: %s', (url) => expect(refusalOfUrl(url, allow)).toBeNull());

  it.each([
    'http://127.0.0.1:9001/',
    'http://127.0.0.2:9000/',
    'https://127.0.0.1/',
    'http://x.minio:9000/',
    'http://[::1]:9000/',
    'http://user@127.0.0.1:9000/',
    'ftp://127.0.0.1:9000/',
  ])('and nothing beside it: %s', (url) => expect(refusalOfUrl(url, allow)).not.toBeNull());

  it.each(['minio', 'minio:0', 'minio:65536', 'http://minio:9000', 'minio:9000/path', '*:9000', '::1:80'])(
    'is told that %s is no host and port',
    (text) => expect(() => egressConfig({ KADR_EGRESS_ALLOW: text })).toThrow('exact host:port'),
  );

  it('may list nothing', () => expect(egressConfig({}).allow).toBe(''));
});

describe('a resolved address', () => {
  it.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '172.32.0.1', '192.169.0.1', '100.128.0.1'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['127.0.0.1', '::1', '::ffff:10.0.0.1', '169.254.169.254', 'fe80::1%eth0', '4000::1', 'films.example', ''])(
    '%s is not',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
});

describe('the name of a fetched file', () => {
  const url = new URL('https://films.example/a/%D1%80%D0%BE%D0%BB%D0%B8%D0%BA.mp4?x=/y.png');

  it.each([
    ['', 'ролик.mp4'],
    ['attachment; filename="a b.mp4"', 'a b.mp4'],
    ['attachment; filename=plain.mp4', 'plain.mp4'],
    ["attachment; filename=x; filename*=UTF-8''%D1%8F.mp4", 'я.mp4'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="..\\..\\win.ini"', 'win.ini'],
    ['attachment; filename="a\u0000\u202egpj.exe"', 'agpj.exe'],
  ])('%j gives %s', (header, name) => expect(fileNameOf(header, url)).toBe(name));

  it('is none when nothing is left', () => {
    expect(fileNameOf('attachment; filename=".."', new URL('https://films.example/'))).toBeNull();
    expect(fileNameOf('', new URL('https://films.example/'))).toBeNull();
    expect(fileNameOf('', new URL('https://films.example/%2e%2e%2f%2e%2e%2fetc%2fpasswd'))).toBe('passwd');
    expect(fileNameOf('', new URL(`https://films.example/${'a'.repeat(1000)}`))).toHaveLength(200);
  });
});
