import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pngOf } from '#media/testing';
import { type ClipRequest, type ScriptRequest } from '../../contracts/makers.js';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider, type SeenRequest } from '../../testing/recorded-provider.js';
import { openverseProvider } from '../openverse/openverse.provider.js';
import { wikimediaProvider } from './wikimedia.provider.js';

let service: RecordedProvider;
let folder: string;
beforeAll(async () => {
  service = await RecordedProvider.start();
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-wikimedia-'));
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

const context = () => adapterContext(directCalls(service.url, { apiKey: 'none' }), folder);
const asked: ScriptRequest = {
  ...{ prompt: 'Why do octopuses have three hearts?', title: null, language: 'en', style: 'flat', tone: 'curious', audience: 'general' },
  ...{ durationSeconds: 20, beats: 3, seed: 1 },
};
const EXTRACT = [
  'An octopus (pl.: octopuses [a]) is a soft-bodied mollusc with eight limbs. It has no bones. The order has 300 species.',
  '== Anatomy ==',
  'Octopuses have three hearts and blue blood. However, this is not all. Two hearts pump blood through the gills (see below).',
  'The shape is given by x = {\\displaystyle y}. Dr. Jones weighed one of 71 kg in 1957.',
  'A list without an end',
].join('\n');
const page = (over: object = {}) => ({ pageid: 1, title: 'Octopus', index: 1, ...over });
const answer = (pages: readonly object[]) => ({ body: { batchcomplete: true, query: { pages } } });
const isSearch = ({ path: at }: SeenRequest) => at.includes('generator=search');
const whole = page({ extract: EXTRACT, fullurl: 'https://en.wikipedia.org/wiki/Octopus' });
const script = wikimediaProvider().makers('wikimedia:facts').script;

describe('facts of Wikipedia', () => {
  it('are sentences of the article that stand by themselves, those the question asks for, with their source', async () => {
    service.when(
      (request) =>
        isSearch(request)
          ? answer([page({ index: 1, title: 'Octopus (disambiguation)', pageprops: { disambiguation: '' } }), page({ index: 2 })])
          : null,
      () => answer([whole]),
    );
    const written = await script?.write(asked, context());
    const text = written?.paragraphs.join(' ') ?? '';
    expect(text).toMatch(/^An octopus is a soft-bodied mollusc with eight limbs\./);
    expect(text).toContain('Octopuses have three hearts and blue blood.');
    expect(text).toContain('Two hearts pump blood through the gills.');
    expect(text).not.toMatch(/\(|\[|=|However|It has no|displaystyle|without an end/);
    expect(written?.sources).toEqual([
      { title: 'Octopus', pageUrl: 'https://en.wikipedia.org/wiki/Octopus', author: 'Wikipedia', license: 'CC BY-SA 4.0' },
    ]);
    const [search, article] = service.requests.map((request) => new URL(request.path, service.url));
    expect([search?.pathname, search?.searchParams.get('gsrsearch')]).toEqual([
      '/en.wikipedia/w/api.php',
      expect.stringMatching(/octopuses/),
    ]);
    expect(article?.searchParams.get('titles')).toBe('Octopus');
    expect(service.requests[0]?.headers['user-agent']).toMatch(/Kadr/);
  });

  it('are asked in the language of the film, and never fill more than there is, nor say more than there is time for', async () => {
    service.when(
      (request) => (isSearch(request) ? answer([page()]) : null),
      () => answer([whole]),
    );
    const short = await script?.write({ ...asked, language: 'ru', durationSeconds: 8 }, context());
    const long = await script?.write({ ...asked, durationSeconds: 600, beats: 60 }, context());
    expect(service.requests[0]?.path).toMatch(/^\/ru\.wikipedia\//);
    expect(short?.paragraphs.join(' ').split(/[.!?](?:\s|$)/).length).toBeLessThan(5);
    const sentences = long?.paragraphs.join(' ').match(/[^.]+\./g) ?? [];
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it.each([
    ['nothing is found', () => answer([]), { code: 'no_facts_found', retryable: false }],
    [
      'the article says too little',
      (r: SeenRequest) => (isSearch(r) ? answer([page()]) : answer([page({ extract: 'Too short.', fullurl: 'https://x' })])),
      { code: 'no_facts_found' },
    ],
    ['too many ask', () => ({ status: 429, body: {} }), { code: 'provider_busy', retryable: true }],
    ['it is down', () => ({ status: 503, body: {} }), { code: 'provider_busy', retryable: true }],
  ])('are not made up where %s', async (_, given, expected) => {
    service.when(given);
    await expect(script?.write(asked, context())).rejects.toMatchObject(expected);
  });
});

const request: ClipRequest = {
  ...{ prompt: 'An octopus', negativePrompt: null, narration: 'An octopus has three hearts.', language: 'en', style: 'flat' },
  ...{ widthPx: 270, heightPx: 480, seed: 7, film: null, fps: 24, durationSeconds: 0.5, firstImagePath: null, lastImagePath: null },
};
const asFile = ({ path: at }: SeenRequest) =>
  at.startsWith('/files/') ? { body: pngOf(48, 64), headers: { 'content-type': 'image/png' } } : null;
const photo = (id: number, license: string, over: object = {}) => ({
  ...{ pageid: id, index: id },
  imageinfo: [
    {
      ...{ thumburl: `${service.url}/files/${id}.png`, descriptionurl: `https://commons.wikimedia.org/wiki/File:${id}` },
      ...{ mime: 'image/jpeg', width: 1000, height: 2000, ...over },
      extmetadata: {
        LicenseShortName: { value: license },
        LicenseUrl: { value: 'http://creativecommons.org/x' },
        Artist: { value: '<a href="//x">Ana &amp; Bo</a>' },
      },
    },
  ],
});

describe('free photos without a key', () => {
  it('of Commons are taken only where they may be shown, of the right shape first, never twice, with author and licence', async () => {
    const shown = [
      ...[photo(1, 'CC BY-NC 2.0'), photo(2, 'CC BY-ND 4.0'), photo(3, 'Fair use'), photo(4, ''), photo(5, 'GFDL 1.2')],
      ...[photo(6, 'CC BY-SA 4.0', { width: 2000, height: 1000 }), photo(7, 'CC BY 2.0'), photo(8, 'Public domain')],
      ...[photo(9, 'CC0', { mime: 'image/svg+xml' }), photo(10, 'CC0', { width: 100, height: 200 })],
    ];
    service.when(asFile, () => answer(shown));
    const maker = wikimediaProvider().makers('wikimedia:commons').image;
    const made = await maker?.make(request, { path: path.join(folder, 'photo.png') }, context());
    expect(made?.attribution).toEqual({
      ...{ id: 'wikimedia:7', pageUrl: 'https://commons.wikimedia.org/wiki/File:7', author: 'Ana & Bo', authorUrl: null },
      ...{ license: 'CC BY 2.0', licenseUrl: 'https://creativecommons.org/x' },
    });
    const clip = wikimediaProvider().makers('wikimedia:commons').clip;
    const moving = await clip?.make({ ...request, exclude: ['wikimedia:7'] }, { path: path.join(folder, 'a.mp4') }, context());
    expect([moving?.attribution?.id, moving?.contentType]).toEqual(['wikimedia:8', 'video/mp4']);
    expect(readFileSync(path.join(folder, 'a.mp4')).subarray(4, 8).toString()).toBe('ftyp');
  });

  it('of Openverse are asked for by licence, and looked at again when they come', async () => {
    const one = (id: string, license: string) => ({
      ...{
        id,
        url: `${service.url}/files/${id}.png`,
        foreign_landing_url: `https://flickr.example/${id}`,
        creator: 'Ana',
        creator_url: null,
      },
      ...{
        license,
        license_version: '2.0',
        license_url: `https://creativecommons.org/licenses/${license}/2.0/`,
        width: 1000,
        height: 2000,
      },
    });
    service.when(asFile, () => ({ body: { results: [one('a', 'by-nc'), one('b', 'by-nd'), one('c', 'by-sa')] } }));
    const maker = openverseProvider().makers('openverse:photo').image;
    const made = await maker?.make(request, { path: path.join(folder, 'open.png') }, context());
    expect(made?.attribution).toMatchObject({ id: 'openverse:c', license: 'CC BY-SA 2.0', author: 'Ana' });
    const query = new URL(service.requests[0]?.path ?? '', service.url).searchParams;
    expect([query.get('license'), query.get('aspect_ratio')]).toEqual(['by,by-sa,cc0,pdm', 'tall']);
    service.when(() => ({ body: { results: [one('a', 'by-nc')] } }));
    await expect(maker?.make(request, { path: path.join(folder, 'x') }, context())).rejects.toMatchObject({ code: 'no_stock_found' });
  });
});
