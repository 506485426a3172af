import { createHash, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { AppProcess, type Video } from '../support/app-process.js';
import { distinctPictures, factsOf, isFastStart, loudnessOf } from '../support/film.js';
import { type PrivateServices, startServices } from '../support/services.js';

const words = (text: string): string => text.replace(/\s+/gu, ' ').trim();

describe('a prompt becomes a film', () => {
  let services: PrivateServices;
  let app: AppProcess;
  let video: Video;
  let filePath: string;
  let film: Buffer;

  beforeAll(async () => {
    services = await startServices();
    app = await new AppProcess(services).start();
    const ordered = await app.order({
      prompt: 'Why octopuses have three hearts',
      durationSeconds: 21.5,
      resolution: '480p',
      fps: 30,
      visuals: { seed: 7 },
    });
    expect(ordered).toMatchObject({ status: 'queued', stage: 'queued', video: null, error: null, warnings: [] });
    video = await app.finished(ordered.id);
    film = await app.download(video.video?.url ?? '');
    filePath = path.join(app.dataDir, 'film.mp4');
    writeFileSync(filePath, film);
  }, 180_000);
  afterAll(async () => {
    await app.dispose();
    await services.stop();
  }, 60_000);

  it('that has exactly the frames that were asked for, in H.264 and AAC, ready to stream', async () => {
    expect(video).toMatchObject({ status: 'completed', stage: 'ready', error: null, warnings: [{ code: 'no_facts' }] });
    const facts = await factsOf(filePath);
    expect(facts).toMatchObject({ videoCodec: 'h264', audioCodec: 'aac', width: 480, height: 854, frames: 645, fps: '30/1' });
    expect(Math.abs(facts.audioSeconds - facts.videoSeconds)).toBeLessThan(0.05);
    expect(isFastStart(film)).toBe(true);
    expect(video.video).toMatchObject({ durationSeconds: 21.5, width: 480, height: 854 });
  });

  it('at -14 LUFS, no sample above -1 dBTP', async () => {
    const { lufs, truePeak } = await loudnessOf(filePath);
    expect(lufs).toBeGreaterThanOrEqual(-15);
    expect(lufs).toBeLessThanOrEqual(-13);
    expect(truePeak).toBeLessThanOrEqual(-1);
  });

  it('that moves', async () => {
    expect(await distinctPictures(filePath)).toBeGreaterThan(35);
  });

  it('with every file its resource names, to the byte', async () => {
    const names = video.artifacts.map(({ name }) => name);
    expect(names).toEqual([
      'storyboard.json',
      'script.txt',
      'frames/000.png',
      'frames/001.png',
      'clips/000.mp4',
      'clips/001.mp4',
      'voiceover.m4a',
      'music.m4a',
      'subtitles.srt',
      'subtitles.vtt',
      'manifest.json',
      'thumbnail.jpg',
      'final.mp4',
    ]);
    for (const { name, url, bytes, sha256 } of video.artifacts) {
      const signed = await app.download(url);
      expect([name, signed.length, createHash('sha256').update(signed).digest('hex')]).toEqual([name, bytes, sha256]);
      const direct = await app.request(`/v1/videos/${video.id}/artifacts/${name}`);
      expect([name, direct.status, Buffer.from(await direct.arrayBuffer()).equals(signed)]).toEqual([name, 200, true]);
    }
  });

  it('whose segments hold every word of the script once and in order, as the subtitles do', async () => {
    const artifact = async (name: string) => (await app.request(`/v1/videos/${video.id}/artifacts/${name}`)).text();
    const script = words(await artifact('script.txt'));
    const segments = (await (await app.request(`/v1/videos/${video.id}/segments`)).json()) as {
      data: {
        index: number;
        text: string;
        durationSeconds: number;
        seed: number;
        videoStatus: string;
        videoPrompt: string;
        thumbnailUrl: string;
      }[];
      nextCursor: null;
    };
    expect(words(segments.data.map(({ text }) => text).join(' '))).toBe(script);
    expect(segments.data.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0)).toBeCloseTo(21.5, 6);
    expect(new Set(segments.data.map(({ seed }) => seed)).size).toBe(segments.data.length);
    for (const { text, videoPrompt, videoStatus, thumbnailUrl } of segments.data) {
      const small = await app.download(thumbnailUrl);
      // JPEG, as its first bytes say.
      expect([small.subarray(0, 3).toString('hex'), small.length > 1000, small.length <= 30_000]).toEqual(['ffd8ff', true, true]);
      expect(videoStatus).toBe('completed');
      expect(videoPrompt).toContain(text);
    }
    const captions = (await artifact('subtitles.srt'))
      .split(/\r?\n/)
      .filter((line) => line !== '' && !/^\d+$/.test(line) && !line.includes('-->'))
      .join(' ');
    expect(words(captions)).toBe(script);
    expect(await artifact('subtitles.vtt')).toMatch(/^WEBVTT/);
  });

  it('through its stages, each left when the next begins', () => {
    expect(video.stageHistory.map(({ stage }) => stage)).toEqual(['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready']);
    video.stageHistory.slice(0, -1).forEach(({ leftAt }, i) => expect(leftAt).toBe(video.stageHistory[i + 1]?.enteredAt));
    expect(video.progress).toMatchObject({ percent: 100, segments: { total: 2, imagesDone: 2, videosDone: 2, fallbacks: 0, failed: 0 } });
  });

  it('that can be read in ranges', async () => {
    const url = video.video?.url ?? '';
    const part = await fetch(url, { headers: { range: 'bytes=100-199' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 100-199/${film.length}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(film.subarray(100, 200))).toBe(true);
    expect((await fetch(url, { headers: { range: `bytes=${film.length}-` } })).status).toBe(416);
  });

  it('that leaves as a timeline with its media, signed, under its title', async () => {
    const path = `/v1/videos/${video.id}/export`;
    const answer = await app.request(path);
    const archive = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, answer.headers.get('content-length'), answer.headers.get('accept-ranges')]).toEqual([
      ...[200, String(archive.length), 'none'],
    ]);
    expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(video.title ?? '')}.otioz`);
    // Who asks for a part of it is given the whole.
    const part = await app.request(path, { headers: { range: 'bytes=0-99' } });
    expect([part.status, part.headers.get('content-range'), (await part.arrayBuffer()).byteLength]).toEqual([200, null, archive.length]);
    const entries = unzipSync(archive);
    const text = (name: string): string => strFromU8(entries[name] ?? new Uint8Array());
    const timeline = JSON.parse(text('content.otio')) as { tracks: { children: { children: object[] }[] } };
    expect(timeline.tracks.children.map(({ children }) => children.length)).toEqual([3, 1, 1]);
    expect(timeline.tracks.children[0]?.children[0]).toMatchObject({
      // What is drawn here moves in the film alone.
      media_references: { DEFAULT_MEDIA: { target_url: 'media/clip-000.png' } },
      effects: [],
    });
    expect(Buffer.from(entries['media/final.mp4'] ?? []).equals(film)).toBe(true);
    expect(text('media/chapters.vtt')).toMatch(/^WEBVTT\n\n00:00:00\.000 --> /);
    // The record names each file by its digest, and is signed by the key that anybody can ask for.
    const record = JSON.parse(text('media/provenance.json')) as { files: { name: string; sha256: string }[]; film: object };
    const digests = record.files.map(({ name }) =>
      createHash('sha256')
        .update(entries[`media/${name}`] ?? '')
        .digest('hex'),
    );
    expect(digests).toEqual(record.files.map(({ sha256 }) => sha256));
    const signed = (await (await app.request(`/v1/videos/${video.id}/provenance`)).json()) as { document: string; signature: string };
    expect(signed.document).toBe(text('media/provenance.json'));
    const keys = (await (await fetch(`${app.url}/.well-known/kadr-provenance.json`)).json()) as { data: { publicKeyPem: string }[] };
    const signature = Buffer.from(entries['media/provenance.json.sig'] ?? []);
    expect(signature.toString('base64')).toBe(signed.signature);
    expect(verify(null, Buffer.from(signed.document), keys.data[0]?.publicKeyPem ?? '', signature)).toBe(true);
    // Without a key by the signed address; not again to whoever has it; a head has no body; a zip is the same without the bundle.
    const byAddress = await fetch((video as unknown as { exportUrl: string }).exportUrl, { headers: { range: 'bytes=0-9' } });
    expect([byAddress.status, Buffer.from(await byAddress.arrayBuffer()).equals(archive)]).toEqual([200, true]);
    const etag = answer.headers.get('etag') ?? '';
    expect((await app.request(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const head = await app.request(`${path}?format=zip`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect((await app.request(`${path}?format=mov`)).status).toBe(400);
    const chapters = (await (await app.request(`/v1/videos/${video.id}/chapters`)).json()) as { data: { endSeconds: number }[] };
    expect(chapters.data.at(-1)?.endSeconds).toBe(21.5);
  });

  it('whose files come as one zip: all there are, or those that are named', async () => {
    const path = `/v1/videos/${video.id}/archive`;
    const unzipped = async (answer: Response) => {
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-length')]).toEqual([
        ...[200, 'application/zip', String(bytes.length)],
      ]);
      const digest = (entry: Uint8Array): string => createHash('sha256').update(entry).digest('hex');
      return Object.entries(unzipSync(bytes)).map(([name, entry]) => [name, digest(entry)]);
    };
    const all = await app.request(path);
    expect(all.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(video.title ?? '')}.zip`);
    expect(await unzipped(all)).toEqual(video.artifacts.map(({ name, sha256 }) => [name, sha256]));
    // A row of the list counts those of the film as a whole: so a page knows when there is another one.
    const [row] = ((await (await app.request('/v1/videos?view=summary')).json()) as { data: { fileCount: number }[] }).data;
    expect(row?.fileCount).toBe(video.artifacts.filter(({ name }) => !/^(frames|clips)\//.test(name)).length);
    const wanted = ['frames/000.png', 'frames/001.png', 'subtitles.srt', 'final.mp4'];
    const some = await unzipped(await app.request(`${path}?names=${wanted.slice(0, 2).join(',')}&names=${wanted.slice(2).join(',')}`));
    expect(some.map(([name]) => name)).toEqual(expect.arrayContaining(wanted));
    expect(some).toHaveLength(wanted.length);
    const unknown = await app.request(`${path}?names=final.mp4,clips/777.mp4`);
    expect([unknown.status, ((await unknown.json()) as { code: string; detail: string }).detail]).toEqual([
      ...[404, expect.stringContaining('clips/777.mp4')],
    ]);
    expect((await app.request(`${path}?names[a]=1`)).status).toBe(400);
  });

  it('whose events replay to anybody who comes late, and go on after the last id', async () => {
    const all = await frames(await app.request(`/v1/videos/${video.id}/events`));
    expect(all.filter(({ event }) => event === 'stage').map(({ data }) => data['stage'])).toEqual([
      'queued',
      'drafting',
      'assets',
      'audio',
      'rendering',
      'ready',
    ]);
    expect(all.filter(({ event }) => event === 'segment')).toHaveLength(2);
    expect(all.at(-1)).toMatchObject({ event: 'completed', data: { id: video.id, status: 'completed' } });
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const from = all[Math.floor(all.length / 2)];
    const rest = await frames(await app.request(`/v1/videos/${video.id}/events`, { headers: { 'last-event-id': from?.id ?? '' } }));
    expect(rest.map(({ id }) => id)).toEqual(all.map(({ id }) => id).slice(Math.floor(all.length / 2) + 1));
  });

  it('told as a story', async () => {
    const { data } = (await (await app.request(`/v1/videos/${video.id}/timeline`)).json()) as {
      data: { type: string; title: string; position: number }[];
    };
    expect(data[0]).toMatchObject({ type: 'JobCreated', title: 'The video was ordered' });
    expect(data.map(({ position }) => position)).toEqual(data.map(({ position }) => position).sort((a, b) => a - b));
    expect(JSON.stringify(data)).not.toContain('sha256');
  });

  it('of which one segment can be made anew, reusing everything else', async () => {
    const before = (await app.events(video.id)).length;
    const answer = await app.post(`/v1/videos/${video.id}/segments/1/regenerate`, { prompt: 'A whale sings in the deep blue sea' });
    expect(answer.status).toBe(202);
    const early = await app.request(`/v1/videos/${video.id}/export`);
    expect([early.status, ((await early.json()) as { code: string }).code]).toEqual([409, 'not_ready']);
    const again = await app.finished(video.id);
    expect(again.status).toBe('completed');
    const since = (await app.events(video.id)).slice(before).map(({ type, data }) => [type, data['piece']].filter(Boolean).join(' '));
    expect(since.filter((name) => name.startsWith('PieceConformed')).sort()).toEqual([
      'PieceConformed segment-001',
      'PieceConformed transition-000-001',
    ]);
    expect(since).not.toContain('VoiceoverGenerated');
    const digest = (of: Video, name: string) => of.artifacts.find((artifact) => artifact.name === name)?.sha256;
    expect(digest(again, 'clips/000.mp4')).toBe(digest(video, 'clips/000.mp4'));
    expect(digest(again, 'clips/001.mp4')).not.toBe(digest(video, 'clips/001.mp4'));
    expect(digest(again, 'final.mp4')).not.toBe(digest(video, 'final.mp4'));
  }, 120_000);

  it('and shows again what it had before: for a price that was said, with nothing made but the film', async () => {
    const before = await app.events(video.id);
    const path = `/v1/videos/${video.id}/segments/1/restore`;
    const ask = (suffix = '', body: object = { take: 0 }) =>
      app.request(`${path}${suffix}`, { method: 'POST', body: JSON.stringify(body), headers: { 'idempotency-key': 'back-to-the-first' } });
    const price = await ask('?dryRun=true');
    expect(price.status).toBe(200);
    expect(await price.json()).toMatchObject({ cost: { amountMicros: 0, items: [] }, allowed: true, refusals: [] });
    expect(await app.events(video.id)).toHaveLength(before.length);
    expect((await ask('', { take: 7 })).status).toBe(404);
    const answers = [await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const again = await app.finished(video.id);
    const since = (await app.events(video.id)).slice(before.length).map(({ type }) => type);
    expect(since.filter((type) => type === 'SegmentTakeRestored')).toHaveLength(1);
    expect(since.filter((type) => type.endsWith('Generated'))).toEqual([]);
    const digest = (of: Video, name: string) => of.artifacts.find((artifact) => artifact.name === name)?.sha256;
    expect(digest(again, 'clips/001.mp4')).toBe(digest(video, 'clips/001.mp4'));
    const { data } = (await (await app.request(`/v1/videos/${video.id}/segments`)).json()) as { data: { takes: object[] }[] };
    expect(data[1]?.takes).toMatchObject([
      { take: 0, restoredFrom: null, isShown: false },
      { take: 1, restoredFrom: null, isShown: false },
      { take: 2, restoredFrom: 0, isShown: true },
    ]);
  }, 120_000);

  it('and is called as people like', async () => {
    const rename = (title: string) => app.request(`/v1/videos/${video.id}`, { method: 'PATCH', body: JSON.stringify({ title }) });
    expect((await rename('')).status).toBe(400);
    const answer = await rename('The whale / first cut');
    expect([answer.status, ((await answer.json()) as Video).title]).toEqual([200, 'The whale / first cut']);
    const found = await app.request('/v1/videos?view=summary&q=first%20cut');
    expect(((await found.json()) as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual([video.id]);
    const film = await app.request(`/v1/videos/${video.id}/artifacts/final.mp4`, { method: 'HEAD' });
    expect(film.headers.get('content-disposition')).toContain("filename*=UTF-8''The%20whale%20%20first%20cut.mp4");
  });

  it('and is gone after DELETE, links included', async () => {
    expect((await app.request(`/v1/videos/${video.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await app.request(`/v1/videos/${video.id}`)).status).toBe(404);
    const deadline = Date.now() + 30_000;
    while ((await fetch(video.video?.url ?? '')).status !== 404) {
      if (Date.now() > deadline) throw new Error('the film can still be downloaded');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
});

interface SseFrame {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads an event stream to its end. */
async function frames(response: Response): Promise<SseFrame[]> {
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const text = await response.text();
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id:'))
    .map((block) => {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) as Record<string, unknown> };
    });
}
