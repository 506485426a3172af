import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InstalledVoices } from './installed-voices.js';

describe('installed voices', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kadr-voices-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function install(id: string): void {
    const speaker = { id, name: id, language: 'en-us', gender: 'female', speaker: 0 };
    const file = {
      ...{ format: 1, family: 'piper', licence: 'CC0-1.0', source: 'a spec', model: 'm.onnx', tokens: 't.txt', styles: null },
      ...{ phonemes: null, lexicon: 'l.txt', speakers: [speaker] },
      files: Object.fromEntries(['m.onnx', 't.txt', 'l.txt'].map((name) => [name, { sha256: 'a'.repeat(64), bytes: 1 }])),
    };
    mkdirSync(path.join(folder, id));
    writeFileSync(path.join(folder, id, 'voice.json'), JSON.stringify(file));
  }
  const touch = (ageSeconds: number): void => {
    const at = Date.now() / 1000 - ageSeconds;
    utimesSync(folder, at, at);
  };
  const ids = (voices: InstalledVoices): string[] => voices.all().map(({ id }) => id);

  it('are those that are there now, also where the folder was not touched for long', () => {
    const voices = new InstalledVoices(folder);
    install('anna');
    touch(3600);
    expect(ids(voices)).toEqual(['anna']);
    install('berta');
    expect(ids(voices)).toEqual(['anna', 'berta']);
    rmSync(path.join(folder, 'anna'), { recursive: true });
    expect(ids(voices)).toEqual(['berta']);
    rmSync(folder, { recursive: true });
    expect(ids(voices)).toEqual([]);
  });

  it('are looked for again when the folder changes twice at a time that its file system cannot tell apart', () => {
    const voices = new InstalledVoices(folder);
    const now = Date.now() / 1000;
    utimesSync(folder, now, now);
    expect(ids(voices)).toEqual([]);
    install('anna');
    utimesSync(folder, now, now);
    expect(ids(voices)).toEqual(['anna']);
  });
});
