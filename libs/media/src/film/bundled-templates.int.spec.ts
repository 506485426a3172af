import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cuesFromWords, cuesToAss } from '../captions/index.js';
import type {
  CaptionPosition,
  CaptionStyle,
  CaptionTheme,
  Ducking,
  FilmFont,
  FilmPlan,
  StillMotion,
  TransitionKind,
} from '../contracts.js';
import { testClip, testTone } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';
import { planPieces } from './plan-pieces.js';

/** The montage templates that come with Kadr, as files; what reads and checks them lives with the jobs. */
interface Template {
  readonly id: string;
  readonly transitions: Record<'within' | 'sections', { readonly kind: TransitionKind; readonly seconds: number }>;
  readonly stills: StillMotion;
  readonly captions: CaptionTheme & { readonly style: CaptionStyle; readonly position: CaptionPosition };
  readonly cards: Record<'intro' | 'outro', ({ readonly text: string; readonly font: FilmFont } & Record<string, unknown>) | null>;
  readonly music: { readonly gainDb: number; readonly ducking: Ducking | null };
}
const folder = fileURLToPath(new URL('../../../jobs/templates/', import.meta.url));
const templates = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
  .map((name) => JSON.parse(readFileSync(folder + name, 'utf8')) as Template);

const at = temporaryFolder();
const engine = new FilmEngine({ threads: 1 });
const format = { widthPx: 96, heightPx: 160, fps: 24 };

beforeAll(async () => {
  await testClip({ outPath: at('clip.mp4'), widthPx: 96, heightPx: 160, fps: 24, frames: 96 });
  await engine.stillFrame(at('clip.mp4'), 1, at('still.png'));
  await testTone({ outPath: at('voice.wav'), seconds: 2 });
  await testTone({ outPath: at('music.wav'), seconds: 3, channels: 2 });
});

describe('the template', () => {
  it.each(templates.map((template) => [template.id, template] as const))('%s makes a film of exactly its frames', async (id, template) => {
    const { within, sections } = template.transitions;
    const plan: FilmPlan = {
      format,
      segments: [0, 1, 2].map((index) => ({ startFrame: index * 24, endFrame: (index + 1) * 24 })),
      transitions: [within, sections].map(({ kind, seconds }) => ({ kind, frames: kind === 'cut' ? 0 : 2 * Math.round(seconds * 4) })),
    };
    const words = ['Every', 'template', 'speaks'].map((text, index) => ({ text, startSeconds: index, endSeconds: index + 0.8 }));
    const { style, position } = template.captions;
    const card = (which: 'intro' | 'outro', startFrame: number, endFrame: number) => {
      const look = template.cards[which];
      if (!look) return [];
      const { color, accent, background, backgroundOpacity } = look as unknown as Record<'color' | 'accent' | 'background', string> & {
        backgroundOpacity: number;
      };
      const fades = { fadeInSeconds: 0, fadeOutSeconds: 0.2 };
      return [{ text: 'A title', font: look.font, color, accent, background, backgroundOpacity, startFrame, endFrame, ...fades }];
    };
    const cards = [...card('intro', 0, 20), ...card('outro', 52, 72)];
    const ass = cuesToAss(cuesFromWords(words, { format }), { format, style, position, language: 'en', theme: template.captions, cards });
    const pieces = [];
    for (const piece of planPieces(plan)) {
      const sources = piece.layers.map(({ segment }) =>
        segment === 1
          ? { path: at('still.png'), kind: 'image' as const, seed: 3 }
          : { path: at('clip.mp4'), kind: 'video' as const, seed: 1 },
      );
      const outPath = at(`${id}-${piece.id}.mp4`);
      pieces.push(await engine.conformPiece({ piece, format, sources, captions: { ass }, motion: template.stills, outPath }));
    }
    const sound = { voicePath: at('voice.wav'), musicPath: at('music.wav'), totalFrames: 72, fps: 24, music: template.music };
    const { loudness } = await engine.mixAudio({ ...sound, outPath: at(`${id}.m4a`) });
    expect(Math.abs((loudness?.integratedLufs ?? 0) + 14)).toBeLessThanOrEqual(1);
    const film = await engine.joinFilm({ pieces, audioPath: at(`${id}.m4a`), format, outPath: at(`${id}.mp4`) });
    expect(film.frames).toBe(72);
  });
});
