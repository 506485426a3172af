import { beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../ffmpeg/index.js';
import { FilmEngine } from '../film/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { cuesToAss } from './ass.js';
import { cuesFromWords } from './cues.js';

const at = temporaryFolder();
const engine = new FilmEngine();
const format = { widthPx: 360, heightPx: 640, fps: 30 };
const [left, right] = [0, 360];

beforeAll(async () => {
  const args = [
    '-nostdin',
    '-loglevel',
    'error',
    '-f',
    'lavfi',
    '-i',
    'color=c=gray:s=360x640:r=30:d=2',
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-y',
    at('gray.mp4'),
  ];
  await run(engine.tools.ffmpegPath, args, { limitMs: 20_000, purpose: 'make a grey clip' });
});

/** How many pixels of a burned-in caption are white letters (brightness near the top), and where they are. */
async function whitePixels(
  texts: readonly string[],
  startFrame = 0,
): Promise<{ count: number; rows: [number, number]; columns: [number, number] }> {
  const words = texts.map((text) => ({ text, startSeconds: 0, endSeconds: 2 }));
  const cues = [{ startSeconds: 0, endSeconds: 2, words }];
  const ass = cuesToAss(cues, { format, style: 'block', position: 'bottom', language: 'en' });
  const piece = {
    id: 'segment-000',
    startFrame,
    endFrame: startFrame + 2,
    layers: [{ segment: 0, sourceStartFrame: startFrame, sourceEndFrame: startFrame + 2 }],
    transition: null,
  };
  const outPath = at('burned.mp4');
  await engine.conformPiece({ piece, format, sources: [{ path: at('gray.mp4'), kind: 'video', seed: 1 }], captions: { ass }, outPath });
  const args = ['-nostdin', '-loglevel', 'error', '-i', outPath, '-frames:v', '1', '-vf', 'format=gray', '-f', 'rawvideo', 'pipe:1'];
  const { stdout } = await run(engine.tools.ffmpegPath, args, { limitMs: 20_000, purpose: 'read a frame' });
  const found = { count: 0, rows: [640, 0] as [number, number], columns: [right, left] as [number, number] };
  stdout.forEach((value, index) => {
    if (value < 200) return;
    const [row, column] = [Math.floor(index / 360), index % 360];
    found.count += 1;
    found.rows = [Math.min(found.rows[0], row), Math.max(found.rows[1], row)];
    found.columns = [Math.min(found.columns[0], column), Math.max(found.columns[1], column)];
  });
  return found;
}

describe('burning captions in', () => {
  it('puts them above the lowest fifth, inside the sides', async () => {
    const { count, rows, columns } = await whitePixels(['Captions', 'stand', 'here']);
    expect(count).toBeGreaterThan(200);
    expect(rows[0]).toBeGreaterThan(640 * 0.6);
    expect(rows[1]).toBeLessThan(640 * 0.8);
    expect(columns[0]).toBeGreaterThan(360 * 0.05);
    expect(columns[1]).toBeLessThan(360 * 0.95);
  });

  it('shows a caption by film time, also in a piece that starts late', async () => {
    await expect(whitePixels(['now'], 58)).resolves.toMatchObject({ count: expect.any(Number) });
    expect((await whitePixels(['now'], 58)).count).toBeGreaterThan(20);
    expect((await whitePixels(['gone'], 61)).count).toBe(0);
  });

  it.each([
    ['braces and backslashes', '{\\b1} {x} \\N C:\\new'],
    ['what filter graphs are made of', "%{pts} :'\\ [a];[b],c=d 100%"],
    ['quotes', `"it's" 'so' \`x\` $HOME $(ls)`],
    ['Hebrew', 'שלום עולם'],
    ['Arabic', 'مرحبا بالعالم'],
    ['Russian', 'Съешь ещё этих булок'],
    ['emoji', '😀 🎉 👍🏽'],
  ])('shows %s as written', async (_, text) => {
    expect((await whitePixels(text.split(' '))).count).toBeGreaterThan(60);
  });

  it('shows a brace, which ASS would take for a tag', async () => {
    const [without, withBraces] = [await whitePixels(['mm']), await whitePixels(['{mm}'])];
    expect(withBraces.columns[1] - withBraces.columns[0]).toBeGreaterThan(without.columns[1] - without.columns[0] + 6);
  });

  it('survives whatever a script can hold', async () => {
    const parts = [
      '{\\p1}m 0 0 l 9 9',
      '\u0000\u0007\u001b',
      '\ud83d',
      'a\u0301'.repeat(80),
      '\u202eabc',
      'Dialogue: 0,0:00:00.00',
      '\\N'.repeat(40),
      '👨‍👩‍👧'.repeat(40),
      '%n%s%{}',
      'x'.repeat(5_000),
    ];
    const words = parts.map((text, index) => ({ text, startSeconds: index * 0.01, endSeconds: index * 0.01 + 0.005 }));
    for (const style of ['karaoke', 'block'] as const) {
      const ass = cuesToAss(cuesFromWords(words, { format, style }), { format, style, position: 'top', language: 'x\n[Events]' });
      const piece = {
        id: 'segment-000',
        startFrame: 0,
        endFrame: 30,
        layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 30 }],
        transition: null,
      };
      const outPath = at(`hostile-${style}.mp4`);
      await expect(
        engine.conformPiece({ piece, format, sources: [{ path: at('gray.mp4'), kind: 'video', seed: 1 }], captions: { ass }, outPath }),
      ).resolves.toMatchObject({ frames: 30 });
    }
  });
});
