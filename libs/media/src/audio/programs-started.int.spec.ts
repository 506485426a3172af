import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from '@jest/globals';
import { locateFfmpeg } from '../ffmpeg/index.js';
import { FilmEngine } from '../film/index.js';
import { testTone } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { DEFAULT_DUCKING } from './mix-audio.js';

const at = temporaryFolder();
const onLinux = process.platform === 'linux' ? it : it.skip;

/** The programs beside each other, which write down that they were started. */
function counting(): FilmEngine {
  const { ffmpegPath, ffprobePath } = locateFfmpeg();
  for (const [name, program] of [
    ['ffmpeg', ffmpegPath],
    ['ffprobe', ffprobePath ?? ffmpegPath],
  ] as const) {
    writeFileSync(at(name), `#!/bin/sh\necho ${name} >> '${at('started')}'\nexec '${program}' "$@"\n`);
    chmodSync(at(name), 0o755);
  }
  const engine = new FilmEngine({ ffmpegPath: at('ffmpeg') });
  rmSync(at('started'), { force: true });
  return engine;
}

const started = (): string[] => (existsSync(at('started')) ? readFileSync(at('started'), 'utf8').trim().split('\n') : []);

beforeAll(async () => {
  await testTone({ outPath: at('voice.wav'), seconds: 3, levelDb: -20 });
  await testTone({ outPath: at('music.wav'), seconds: 4, levelDb: -9, channels: 2 });
});

onLinux('a film is mixed with five programs, and files of ours are not looked at by another', async () => {
  const engine = counting();
  const music = { gainDb: -18, ducking: DEFAULT_DUCKING };
  const { loudness } = await engine.mixAudio({
    ...{ voicePath: at('voice.wav'), musicPath: at('music.wav'), totalFrames: 120, fps: 30, music, outPath: at('sound.m4a') },
  });
  // Voice, music, both together, the track, what became of it; a second try at the track where the first was not loud enough.
  expect(started().filter((name) => name === 'ffprobe')).toEqual([]);
  expect([5, 7]).toContain(started().length);
  expect(started()).not.toContain('ffprobe');
  expect(Math.abs((loudness?.integratedLufs ?? 0) + 14)).toBeLessThanOrEqual(1);
});

onLinux('a sound is encoded by one program', async () => {
  const engine = counting();
  await engine.encodeAudio(at('music.wav'), at('music.m4a'));
  expect(started()).toEqual(['ffmpeg']);
});

onLinux('lines that are said faster or slower are read by one program, however many they are, and one more encodes them', async () => {
  const engine = counting();
  const lines = Array.from({ length: 5 }, (_, n) => ({ path: at('voice.wav'), startSeconds: 3 * n, tempo: 1.1 + n / 10 }));
  await engine.layVoice({ lines, durationSeconds: 16, outPath: at('laid.m4a') });
  expect(started()).toEqual(['ffmpeg', 'ffmpeg']);
});
