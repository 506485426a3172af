import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectionError, DigestMismatch, KadrError, NotFound, TimeoutError, ValidationFailed } from '../index.js';
import { HostileServer, json, lost, problem } from '../testing/hostile-server.js';
import { shortWaits } from '../testing/short-waits.js';
import { PlainSha256 } from './sha256.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const FILM = randomBytes(300_000);
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const artifact = { name: 'final.mp4', bytes: FILM.length, sha256: digestOf(FILM), contentType: 'video/mp4' };

let server: HostileServer;
let folder = '';
beforeAll(async () => void (server = await HostileServer.start()));
afterAll(() => server.stop());
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'kadr-transfer-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
shortWaits();

describe('a download', () => {
  type Serve = (request: IncomingMessage, response: ServerResponse) => void;
  const ranges = (): unknown[] =>
    server.asked.flatMap(({ path: asked, headers }) => (asked.includes('/artifacts/') ? [headers.range ?? null] : []));

  /** Answers about the video, and serves its film one way after the other. */
  function serves(...ways: Serve[]): void {
    server.replies((request, response, asked) => {
      if (!asked.path.includes('/artifacts/')) return json({ id: ID, artifacts: [artifact] })(request, response, asked);
      (ways.length > 1 ? ways.shift() : ways[0])?.(request, response);
    });
  }

  /** As Kadr does; `upTo`: breaks off after so many bytes. */
  const whole =
    (upTo = Infinity, { film = FILM, hasRanges = true } = {}): Serve =>
    (request, response) => {
      const etag = `"${digestOf(film)}"`;
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const isPart = from > 0 && hasRanges && (request.headers['if-range'] ?? etag) === etag;
      if (isPart && from >= film.length) return void response.writeHead(416, { 'content-range': `bytes */${film.length}` }).end();
      const rest = isPart ? film.subarray(from) : film;
      const range = isPart ? { 'content-range': `bytes ${from}-${film.length - 1}/${film.length}` } : {};
      response.writeHead(isPart ? 206 : 200, { 'content-type': 'video/mp4', 'content-length': rest.length, etag, ...range });
      if (upTo >= rest.length) response.end(rest);
      else response.write(rest.subarray(0, upTo), () => setTimeout(() => request.socket.destroy(), 10));
    };

  it('comes into memory where nothing else is said, and says how far it is', async () => {
    serves(whole());
    const told: number[] = [];
    const { blob, bytes, sha256, contentType } = await server
      .client()
      .videos.download(ID, 'final.mp4', { onProgress: (at) => told.push(at.bytes) });
    expect([bytes, sha256, contentType, blob?.type]).toEqual([FILM.length, artifact.sha256, 'video/mp4', 'video/mp4']);
    expect(Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer()).equals(FILM)).toBe(true);
    expect(told.at(-1)).toBe(FILM.length);
    expect(server.asked.at(-1)?.headers).toMatchObject({ 'accept-encoding': 'identity', authorization: 'Bearer kadr_secret' });
  });

  it('that is cut five times goes on where it was, to the byte', async () => {
    serves(whole(50_000), whole(1), whole(70_000), whole(30_000), whole(10_000), whole());
    const to = path.join(folder, 'film.mp4');
    const { sha256, blob } = await server.client().videos.download(ID, 'final.mp4', { to });
    expect([sha256, blob]).toEqual([artifact.sha256, null]);
    expect(readFileSync(to).equals(FILM)).toBe(true);
    expect(readdirSync(folder)).toEqual(['film.mp4']);
    expect(ranges()).toHaveLength(6);
    expect(new Set(ranges()).size).toBe(6);
  });

  it('begins anew where ranges do not come through', async () => {
    serves(whole(50_000), whole(Infinity, { hasRanges: false }));
    const to = path.join(folder, 'film.mp4');
    await server.client().videos.download(ID, 'final.mp4', { to });
    expect(readFileSync(to).equals(FILM)).toBe(true);
  });

  it('is gone on with by another call, and by another process', async () => {
    const to = path.join(folder, 'film.mp4');
    serves(whole(50_000), lost as never);
    await expect(server.client().videos.download(ID, 'final.mp4', { to })).rejects.toBeInstanceOf(ConnectionError);
    const [part = ''] = readdirSync(folder);
    expect(part).toMatch(/^film\.mp4\.[0-9a-f]{12}\.part$/);
    const there = readFileSync(path.join(folder, part)).length;
    expect(there).toBeGreaterThan(0);
    serves(whole());
    await server.client().videos.download(ID, 'final.mp4', { to });
    expect(ranges()).toEqual([`bytes=${there}-`]);
    expect(readFileSync(to).equals(FILM)).toBe(true);
  });

  it.each([
    ['wrong', Buffer.alloc(1_000)],
    ['longer than all', Buffer.concat([FILM, Buffer.alloc(10)])],
    ['all of it', FILM],
  ])('begins anew, or is done, where what is there already is %s', async (_name, there) => {
    const to = path.join(folder, 'film.mp4');
    writeFileSync(`${to}.${artifact.sha256.slice(0, 12)}.part`, there);
    serves(whole());
    await server.client().videos.download(ID, 'final.mp4', { to });
    expect(readFileSync(to).equals(FILM)).toBe(true);
    expect(readdirSync(folder)).toEqual(['film.mp4']);
  });

  it('of something else is refused, and leaves nothing behind', async () => {
    const other = Buffer.from(FILM);
    other[7] = (other[7] ?? 0) ^ 1;
    serves(whole(Infinity, { film: other }));
    const to = path.join(folder, 'film.mp4');
    await expect(server.client().videos.download(ID, 'final.mp4', { to })).rejects.toBeInstanceOf(DigestMismatch);
    expect(readdirSync(folder)).toEqual([]);
    const { sha256 } = await server.client().videos.download(ID, 'final.mp4', { verify: false });
    expect(sha256).toBe(digestOf(other));
  });

  it('goes into a stream, which cannot be taken back', async () => {
    const parts: Uint8Array[] = [];
    const stream = (): WritableStream<Uint8Array> => new WritableStream({ write: (part) => void parts.push(part) });
    serves(whole(50_000), whole());
    await server.client().videos.download(ID, 'final.mp4', { to: stream() });
    expect(Buffer.concat(parts).equals(FILM)).toBe(true);
    serves(whole(50_000), whole(Infinity, { hasRanges: false }));
    await expect(server.client().videos.download(ID, 'final.mp4', { to: stream() })).rejects.toThrow(/cannot be taken back/);
  });

  it('ends when nothing comes any more, and when there is no such thing', async () => {
    serves((_request, response) => void response.writeHead(200, { 'content-length': FILM.length }).write(FILM.subarray(0, 10)));
    const call = server.client().videos.download(ID, 'final.mp4', { timeoutMs: 100, maxRetries: 0 });
    await expect(call).rejects.toBeInstanceOf(TimeoutError);
    serves(problem(404, 'artifact_not_found') as never);
    await expect(server.client().videos.download(ID, 'nothing.mp4', { to: path.join(folder, 'x') })).rejects.toBeInstanceOf(NotFound);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('an upload', () => {
  const asset = { id: ID, status: 'ready', sha256: artifact.sha256 };

  /** The file within the form. */
  const fileOf = (body: string): Buffer => Buffer.from(body.slice(body.indexOf('\r\n\r\n') + 4, body.lastIndexOf('\r\n--')), 'latin1');

  it.each([
    ['a path', () => path.join(folder, 'кит "1".mp4'), { name: '%22', type: 'video/mp4' }],
    ['a File', () => new File([FILM], 'whale.webm', { type: 'video/webm' }), { name: 'whale.webm', type: 'video/webm' }],
    ['bytes', () => new Uint8Array(FILM), { name: 'file', type: 'application/octet-stream' }],
    ['a stream', () => new Blob([FILM]).stream(), { name: 'file', type: 'application/octet-stream' }],
    ['pieces', () => pieces(), { name: 'file', type: 'application/octet-stream' }],
  ])('of %s arrives to the byte, and says how far it is', async (_name, given, told) => {
    writeFileSync(path.join(folder, 'кит "1".mp4'), FILM);
    server.replies(json(asset, 201));
    const progress: number[] = [];
    expect(await server.client().assets.upload(given(), { onProgress: ({ bytes }) => progress.push(bytes) })).toEqual(asset);
    const [{ body, headers, method, path: asked } = { body: '', headers: {}, method: '', path: '' }] = server.asked;
    expect([method, asked, headers['content-type']]).toEqual([
      'POST',
      '/v1/assets',
      expect.stringMatching(/^multipart\/form-data; boundary=/),
    ]);
    expect(fileOf(body).equals(FILM)).toBe(true);
    expect(body).toContain(told.name);
    expect(body).toContain(`Content-Type: ${told.type}\r\n`);
    expect(progress.at(-1)).toBe(FILM.length);
  });

  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < FILM.length; at += 100_000) yield FILM.subarray(at, at + 100_000);
  }

  it('that was cut is sent again under the same key, byte for byte', async () => {
    writeFileSync(path.join(folder, 'a.mp4'), FILM);
    server.replies(lost, problem(503, 'unavailable'), json(asset, 201));
    await server.client().assets.upload(path.join(folder, 'a.mp4'));
    expect(server.asked).toHaveLength(3);
    expect(new Set(server.asked.map(({ body }) => body)).size).toBe(1);
    expect(new Set(server.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('of a stream is sent once only', async () => {
    server.replies(lost, json(asset, 201));
    await expect(server.client().assets.upload(new Blob([FILM]).stream())).rejects.toBeInstanceOf(ConnectionError);
    expect(server.asked).toHaveLength(1);
  });

  it('of which something else arrived is told of', async () => {
    server.replies(json({ ...asset, sha256: digestOf(Buffer.from('else')) }, 201));
    await expect(server.client().assets.upload(new Uint8Array(FILM))).rejects.toBeInstanceOf(DigestMismatch);
    await server.client().assets.upload(new Uint8Array(FILM), { verify: false });
  });

  it('that is refused says why; of a file that is not there, too', async () => {
    server.replies(problem(400, 'validation_failed', { errors: [{ path: 'file', message: 'is empty' }] }));
    await expect(server.client().assets.upload(new Uint8Array(0))).rejects.toBeInstanceOf(ValidationFailed);
    const asked = server.asked.length;
    await expect(server.client().assets.upload(path.join(folder, 'nothing.mp4'))).rejects.toThrow(KadrError);
    await expect(server.client().assets.upload(folder)).rejects.toThrow(/is no file/);
    expect(server.asked).toHaveLength(asked);
  });

  it('whose file cannot be read on says so, and is not sent again', async () => {
    server.replies(json(asset, 201));
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield FILM.subarray(0, 1_000);
      throw new Error('the disk is gone');
    }
    await expect(server.client().assets.upload(broken(), { name: 'a.mp4' })).rejects.toThrow(/a\.mp4 could not be read/);
  });
});

describe('SHA-256 by hand', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000, 100_003])('of %i bytes is that of everybody', (length) => {
    const bytes = randomBytes(length);
    const digest = new PlainSha256();
    for (let at = 0; at < length; at += 37) digest.update(bytes.subarray(at, at + 37));
    expect(digest.hex()).toBe(digestOf(bytes));
  });
});
