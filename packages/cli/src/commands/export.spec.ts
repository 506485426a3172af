import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cut, HostileServer, json, problem } from '../../../sdk/src/testing/hostile-server.js';
import { shortWaits } from '../../../sdk/src/testing/short-waits.js';
import { Terminal } from '../testing/terminal.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const record = (files: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    videoId: ID,
    film: { sha256: sha256('film') },
    files: Object.entries(files).map(([name, text]) => ({ name, sha256: sha256(text) })),
  });
const signed = (document: string) => ({
  ...{ document, algorithm: 'Ed25519', keyId: 'abc' },
  signature: sign(null, Buffer.from(document), privateKey).toString('base64'),
});
const keys = json({ data: [{ keyId: 'abc', algorithm: 'Ed25519', publicKeyPem: PEM }] });

describe('kadr', () => {
  let server: HostileServer;
  let terminal: Terminal;
  shortWaits();
  beforeAll(async () => void (server = await HostileServer.start()));
  afterAll(() => server.stop());
  beforeEach(() => void (terminal = new Terminal(server.url)));
  afterEach(() => terminal.dispose());
  const at = (...names: string[]): string => path.join(terminal.home, ...names);

  describe('export', () => {
    it('writes the archive whole, or nothing', async () => {
      server.replies((_request, response) => void response.writeHead(200, { 'content-type': 'application/zip' }).end('archive'));
      expect(await terminal.kadr(['export', ID])).toMatchObject({ code: 0, stdout: `${ID}.otioz\n` });
      expect(server.asked[0]?.path).toBe(`/v1/videos/${ID}/export?format=otioz`);
      expect(readFileSync(at(`${ID}.otioz`), 'utf8')).toBe('archive');
      server.replies(cut('archi', 100));
      expect(await terminal.kadr(['export', ID, '--format', 'zip', '--output', 'film.zip'])).toMatchObject({ code: 10, stdout: '' });
      server.replies((_request, response) => void response.end('archive'));
      expect(await terminal.kadr(['export', ID, '--output', 'missing/film.otioz'])).toMatchObject({ code: 1, stdout: '' });
      expect(readdirSync(terminal.home)).toEqual([`${ID}.otioz`]);
    });

    it('says that there is no film yet', async () => {
      server.replies(problem(409, 'not_ready'));
      expect(await terminal.kadr(['export', ID])).toMatchObject({ code: 5, stdout: '' });
      expect(await terminal.kadr(['export', ID, '--format', 'mov'])).toMatchObject({ code: 2 });
    });
  });

  describe('verify', () => {
    const document = record({ 'final.mp4': 'film' });

    it('checks the record of a video, and a film against it', async () => {
      writeFileSync(at('film.mp4'), 'film');
      writeFileSync(at('other.mp4'), 'filn');
      server.replies(json(signed(document)), keys);
      expect(await terminal.kadr(['verify', ID, 'film.mp4', '--json'])).toMatchObject({ code: 0 });
      server.replies(json(signed(document)), keys);
      const seen = await terminal.kadr(['verify', ID, 'other.mp4']);
      expect(seen).toMatchObject({ code: 7, stderr: expect.stringContaining('other.mp4 is not the file of the record') });
    });

    it('finds a byte that was changed in the record, and a key that is not this one', async () => {
      server.replies(json({ ...signed(document), document: document.replace('final', 'finel') }), keys);
      expect(await terminal.kadr(['verify', ID])).toMatchObject({ code: 7 });
      server.replies(json({ ...signed(document), keyId: 'other' }), keys);
      expect(await terminal.kadr(['verify', ID])).toMatchObject({ code: 7 });
    });

    it('checks every file of an unpacked export, by a key that was given as well', async () => {
      const all = record({ 'final.mp4': 'film', 'music.m4a': 'music' });
      mkdirSync(at('out', 'media'), { recursive: true });
      writeFileSync(at('out', 'media', 'provenance.json'), all);
      writeFileSync(at('out', 'media', 'provenance.json.sig'), sign(null, Buffer.from(all), privateKey));
      writeFileSync(at('out', 'media', 'final.mp4'), 'film');
      writeFileSync(at('key.pem'), PEM);
      server.replies(keys);
      const seen = await terminal.kadr(['verify', 'out']);
      expect(seen).toMatchObject({ code: 7, stderr: expect.stringContaining('music.m4a is not there') });
      writeFileSync(at('out', 'media', 'music.m4a'), 'music');
      server.replies(problem(500, 'internal'));
      expect(await terminal.kadr(['verify', 'out', '--key', 'key.pem'])).toMatchObject({ code: 0 });
      expect(server.asked).toEqual([]);
    });

    it('reads nothing outside of the folder, whatever a record says', async () => {
      const bad = record({ '../key.pem': 'x' });
      mkdirSync(at('out'));
      writeFileSync(at('out', 'provenance.json'), bad);
      writeFileSync(at('out', 'provenance.json.sig'), sign(null, Buffer.from(bad), privateKey));
      server.replies(keys);
      expect(await terminal.kadr(['verify', 'out'])).toMatchObject({ code: 7, stderr: expect.stringContaining('is no name') });
    });
  });
});
