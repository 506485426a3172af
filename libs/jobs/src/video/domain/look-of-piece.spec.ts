import { describe, expect, it } from '@jest/globals';
import { type FilmLook } from '../../contracts/film-look.js';
import { PLAIN_LOOK } from '../../templates/domain/montage-template.js';
import { type VideoJobState } from './video-job.state.js';
import { videoJob } from './video-job.decider.js';
import { asStored, createVideo, recordScript } from '../../testing/builders.js';
import { lookDigest } from './look-of-piece.js';
import { inputDigestOf, piecesOf } from './pending-tasks.js';

const INTRO: NonNullable<FilmLook['intro']> = {
  ...{ text: '{title}', seconds: 1, font: 'Inter SemiBold', color: '#ffffff', accent: '#00ff00' },
  ...{ background: '#000000', backgroundOpacity: 0.5, fadeSeconds: 0 },
};
const LOOK: FilmLook = { ...PLAIN_LOOK, intro: INTRO };

/** A planned job whose first segment is a still and whose others are clips. */
function job(look: FilmLook | null): VideoJobState {
  const commands = [createVideo(), recordScript()];
  let state = videoJob.initialState;
  for (const command of commands) for (const event of videoJob.decide(command, state)) state = videoJob.evolve(state, event);
  if (state.status === 'absent') throw new Error('the job was not created');
  const segments = state.segments.map((segment, index) => ({ ...segment, clip: { kind: index === 0 ? 'image' : 'video' } }));
  return { ...state, segments, look } as unknown as VideoJobState;
}

function digests(look: FilmLook | null, hasCaptions = true): string[] {
  const production = job(look);
  return piecesOf(production).map((piece) => lookDigest(production, piece, hasCaptions));
}
const differing = (a: readonly string[], b: readonly string[]) => a.flatMap((digest, index) => (digest === b[index] ? [] : [index]));

describe('what a template gives to a piece', () => {
  const before = digests(LOOK);
  const all = before.map((_, index) => index);

  it('is nothing in a job without a look', () => {
    expect(new Set(digests(null))).toEqual(new Set(['']));
  });

  it('changes only the pieces in which a title is seen', () => {
    expect(differing(before, digests({ ...LOOK, intro: { ...INTRO, color: '#ff0000' } }))).toEqual([0]);
  });

  it('changes also a piece just behind a title, of which a caption may be taken away', () => {
    const production = job(LOOK);
    const [first] = piecesOf(production);
    if (!first) throw new Error('there is no piece');
    const behind = (frames: number) => lookDigest(production, { ...first, id: 'behind', startFrame: frames, endFrame: 200 }, true);
    const { fps } = production.request;
    const untouched = behind(4 * fps);
    expect([behind(fps), behind(2 * fps)].map((digest) => digest === untouched)).toEqual([false, true]);
  });

  it('changes only pieces of stills with the camera over stills: the segment and its transition', () => {
    expect(differing(before, digests({ ...LOOK, stills: { ...LOOK.stills, zoom: 0.3 } }))).toEqual([0, 1]);
  });

  it('changes all pieces with captions or a logo, and none with captions that are not burned in', () => {
    const captions = { ...LOOK.captions, highlight: '#00ffff' };
    expect(differing(before, digests({ ...LOOK, captions }))).toEqual(all);
    expect(differing(digests(LOOK, false), digests({ ...LOOK, captions }, false))).toEqual([]);
    const logo = { key: 'k', sha256: 'ff', corner: 'top-left' as const, size: 0.1, margin: 0.04, opacity: 1 };
    expect(differing(before, digests({ ...LOOK, logo }))).toEqual(all);
  });

  it('has the same name when the look has been through the database', () => {
    const logo = { key: 'k', sha256: 'ff', corner: 'top-left' as const, size: 0.1, margin: 0.04, opacity: 1 };
    expect(digests(asStored({ ...LOOK, logo }))).toEqual(digests({ ...LOOK, logo }));
  });

  it('is not changed by how music stands to speech', () => {
    expect(differing(before, digests({ ...LOOK, ducking: null }))).toEqual([]);
  });
});

describe('the name of all that a piece depends on', () => {
  const plain = job(LOOK);
  const clips = (sha256: string) =>
    plain.segments.map((segment, index) => ({
      ...segment,
      clip: { kind: 'video', generationNumber: 1, file: { sha256: `${sha256}${index}`.padEnd(64, '0') } },
    }));
  const before = { ...plain, segments: clips('a'), subtitles: { segmentDigests: plain.segments.map((_, index) => `s${index}`) } };
  const changes: Readonly<Record<string, object>> = {
    nothing: {},
    'the clips': { segments: clips('b') },
    'a clip that is missing': {
      segments: before.segments.map((segment, index) => ({ ...segment, clip: index === 0 ? null : segment.clip })),
    },
    'the captions': { subtitles: { segmentDigests: plain.segments.map((_, index) => `t${index}`) } },
    'captions that are still to come': { subtitles: null },
    'whether captions are burned in': { request: { ...before.request, subtitles: false } },
    'the look': { look: { ...LOOK, intro: { ...INTRO, color: '#ff0000' } } },
    'the title': { title: 'Another title' },
  };
  const names = (of: object): (string | null)[] => {
    const state = of as unknown as VideoJobState;
    return piecesOf(state).map((piece) => inputDigestOf(state, piece));
  };

  it.each(Object.keys(changes))('is not remembered longer than it is right, whatever changes: %s', (what) => {
    const after = { ...before, ...changes[what] };
    names(before);
    // A copy has a plan of its own, of which nothing is remembered.
    const anew = names(structuredClone(after));
    expect(names(after)).toEqual(anew);
    expect(names(after)).toEqual(anew);
    if (what !== 'nothing') expect(anew).not.toEqual(names(before));
    expect(names(before)).toEqual(names(structuredClone(before)));
  });
});
