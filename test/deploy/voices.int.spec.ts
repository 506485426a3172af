import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createNeuralSpeech } from '#media';
import { installToneVoice, localSpeech, temporaryFolder, toneVoiceFiles } from '#media/testing';
import { repositoryRoot } from '../../scripts/services.mjs';

const at = temporaryFolder();
let made = 0;

/** An empty data folder, and the command on it. */
function installation() {
  const data = at(`data-${(made += 1)}`);
  const voicesFolder = path.join(data, 'voices');
  const voices = (...args: string[]): Promise<{ code: number | null; output: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['scripts/voices.mjs', ...args], {
        cwd: repositoryRoot,
        env: { PATH: process.env['PATH'], KADR_DATA_DIR: data, NO_COLOR: '1' },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      child.once('error', reject).once('close', (code) => resolve({ code, output }));
    });
  const usable = () => createNeuralSpeech({ voicesFolder, reference: localSpeech() }).voices();
  const left = () => (existsSync(voicesFolder) ? readdirSync(voicesFolder) : []);
  return { voicesFolder, voices, usable, left };
}

/** An archive as makers of models publish it: all in one folder. */
function archiveOf(files: Readonly<Record<string, Buffer>>): { file: string; folder: string; digest: string } {
  const root = at(`archive-${(made += 1)}`);
  const folder = path.join(root, 'vits-tone');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return { folder, ...packed(root) };
}

function packed(root: string): { file: string; digest: string } {
  const file = path.join(root, 'voice.tar.gz');
  expect(spawnSync('tar', ['-czf', file, '-C', root, 'vits-tone']).status).toBe(0);
  return { file, digest: createHash('sha256').update(readFileSync(file)).digest('hex') };
}

async function served(file: string, use: (url: string, asked: () => number) => Promise<void>): Promise<void> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/voice.tar.gz`, () => asked);
  } finally {
    server.close();
  }
}

describe('npm run voices', () => {
  it('adds a voice from an archive, twice if need be, lists and removes it', async () => {
    const { voices, usable, left } = installation();
    const { file } = archiveOf(toneVoiceFiles());
    const add = ['add', 'tone', '--from', file, '--language', 'en', '--licence', 'CC0-1.0'];
    for (const _ of ['once', 'twice']) expect(await voices(...add)).toMatchObject({ code: 0 });
    expect(usable()).toEqual([expect.objectContaining({ id: 'tone', language: 'en', speaker: 0 })]);
    expect(left()).toEqual(['tone']);
    expect((await voices('list')).output).toMatch(/^tone +installed +en /m);
    expect(await voices('remove', 'tone')).toMatchObject({ code: 0 });
    expect([usable(), left(), (await voices('remove', 'tone')).code]).toEqual([[], [], 1]);
  });

  it('downloads what the catalogue knows, once, and only with a digest', async () => {
    const { voices, usable } = installation();
    const { file, digest } = archiveOf(toneVoiceFiles());
    await served(file, async (url, asked) => {
      expect((await voices('add', 'ljspeech', '--url', url)).output).toContain('--sha256');
      expect(asked()).toBe(0);
      expect(await voices('add', 'ljspeech', '--url', url, '--sha256', digest)).toMatchObject({ code: 0 });
      expect(await voices('add', 'ljspeech', '--url', url, '--sha256', digest)).toMatchObject({ code: 0 });
      expect(asked()).toBe(1);
    });
    expect(usable()).toEqual([expect.objectContaining({ id: 'ljspeech', name: 'LJ Speech, US English', language: 'en' })]);
  });

  it('does not use an archive whose digest is another, and leaves nothing behind', async () => {
    const { voices, left } = installation();
    const { file, digest } = archiveOf(toneVoiceFiles());
    await served(file, async (url) => {
      const pinned = await voices('add', 'irina', '--url', url);
      expect(pinned).toMatchObject({ code: 1, output: expect.stringContaining(digest) });
      expect(await voices('add', 'ljspeech', '--url', url, '--sha256', '0'.repeat(64))).toMatchObject({ code: 1 });
    });
    expect(await voices('add', 'irina', '--from', file)).toMatchObject({ code: 1 });
    expect(await voices('add', 'irina', '--from', file, '--sha256', digest)).toMatchObject({ code: 1 });
    expect(left()).toEqual([]);
  });

  it.each([
    ['a link out of its folder', (folder: string) => symlinkSync('/etc/passwd', path.join(folder, 'extra.txt'))],
    ['two models', (folder: string) => writeFileSync(path.join(folder, 'other.onnx'), 'x')],
    ['a backslash in a name', (folder: string) => writeFileSync(path.join(folder, 'a\\b'), 'x')],
  ])('refuses files with %s', async (_what, spoil) => {
    const { voices, left } = installation();
    const { folder } = archiveOf(toneVoiceFiles());
    spoil(folder);
    const { file } = packed(path.dirname(folder));
    for (const from of [file, folder]) {
      expect(await voices('add', 'tone', '--from', from, '--language', 'en', '--licence', 'CC0-1.0')).toMatchObject({ code: 1 });
    }
    expect(left()).toEqual([]);
  });

  it('says what is wrong with a voice, and takes one from another installation as it is', async () => {
    const here = installation();
    const folder = installToneVoice(here.voicesFolder, 'tone', { language: 'ru' });
    const there = installation();
    expect(await there.voices('add', 'tone', '--from', folder)).toMatchObject({ code: 0 });
    expect(there.usable()).toEqual([expect.objectContaining({ id: 'tone', language: 'ru' })]);
    appendFileSync(path.join(folder, 'tone.onnx'), 'x');
    expect((await here.voices('list')).output).toMatch(/tone +broken[^]*tone\.onnx/);
    expect(await there.voices('add', 'tone', '--from', folder)).toMatchObject({ code: 1, output: expect.stringContaining('tone.onnx') });
    expect(there.usable()).toHaveLength(1);
  });

  it('says how it is used', async () => {
    const { voices } = installation();
    for (const args of [[], ['add'], ['list', 'tone'], ['mend', 'tone']])
      expect(await voices(...args)).toMatchObject({ code: 1, output: expect.stringContaining('npm run voices') });
    expect(await voices('add', 'Tone')).toMatchObject({ code: 1 });
    expect((await voices('add', 'tone')).output).toContain('--from');
  });
});
