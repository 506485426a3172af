import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { evolved } from '../testing/finished-job.js';
import { type VideoJobState } from '../../video/domain/video-job.state.js';
import { exportFilesOf } from './export-files.js';
import { provenanceOf } from './provenance.js';
import { timelineOf } from './timeline.js';

const schema = JSON.parse(readFileSync(new URL('../testing/otio.schema.json', import.meta.url), 'utf8')) as object;
const isTimeline = new Ajv({ strict: false }).compile(schema);

interface Item {
  readonly OTIO_SCHEMA: string;
  readonly name: string;
  readonly transition_type?: string;
  readonly in_offset: { readonly value: number };
  readonly out_offset: { readonly value: number };
  readonly source_range: { readonly start_time: { readonly value: number }; readonly duration: { readonly value: number } };
  readonly effects: readonly { readonly time_scalar: number }[];
  readonly media_references: {
    readonly DEFAULT_MEDIA: { readonly target_url: string; readonly available_range: { readonly duration: { readonly value: number } } };
  };
}
type Timeline = ReturnType<typeof timelineOf>;
const isClip = ({ OTIO_SCHEMA }: Item): boolean => OTIO_SCHEMA === 'Clip.2';

/** What has to hold of every timeline, whatever the film. @returns its picture track */
function checked(timeline: Timeline, job: VideoJobState): readonly Item[] {
  expect([isTimeline(timeline), isTimeline.errors]).toEqual([true, null]);
  const frames = job.film?.frames ?? 0;
  const files = exportFilesOf(job).map(({ name }) => `media/${name}`);
  expect(new Set(files).size).toBe(files.length);
  for (const { children } of timeline.tracks.children) {
    const items = children as unknown as readonly Item[];
    const clips = items.filter(isClip);
    expect(clips.reduce((sum, { source_range }) => sum + source_range.duration.value, 0)).toBe(frames);
    items.forEach((item, place) => isClip(item) && hasRoom(item, items[place - 1], items[place + 1]));
    for (const { media_references } of clips) expect(files).toContain(media_references.DEFAULT_MEDIA.target_url);
  }
  return timeline.tracks.children[0]?.children as unknown as readonly Item[];
}

/** What is used of the material, with what transitions need of it, is there. */
function hasRoom({ name, source_range, effects, media_references }: Item, into?: Item, out?: Item): void {
  const speed = effects[0]?.time_scalar ?? 1;
  const has = media_references.DEFAULT_MEDIA.available_range.duration.value;
  const first = source_range.start_time.value - Math.floor((into?.in_offset?.value ?? 0) * speed);
  const last = source_range.start_time.value + (source_range.duration.value + (out?.out_offset?.value ?? 0)) * speed;
  expect([name, first >= 0, last <= has + 1e-6]).toEqual([name, true, true]);
}

const lengthsOf = (job: VideoJobState, seconds: number | null) => job.segments.map(() => seconds);

/** As if the illustrator had drawn the segment: its clip is what is drawn into the film, as JSON. */
function drawn(job: VideoJobState, at: number): VideoJobState {
  const segments = job.segments.map((segment, index) => {
    if (index !== at || !segment.clip) return segment;
    const file = { ...segment.clip.file, key: 'drawings/one.json', contentType: 'application/json', sha256: 'd'.repeat(64) };
    return {
      ...segment,
      clip: { ...segment.clip, kind: 'drawing' as const, file, still: { ...segment.clip.still, contentType: 'image/png' } },
    };
  });
  return { ...job, segments };
}

describe('the timeline of a film', () => {
  it('shows of a drawing its still, as long as it is needed, and gives no drawing along', () => {
    const job = drawn(evolved(), 3);
    const clip = checked(timelineOf(job, lengthsOf(job, 1)), job).filter(isClip)[3];
    expect(clip?.media_references.DEFAULT_MEDIA.target_url).toMatch(/^media\/clip-003\.(png|jpg)$/);
    expect(clip?.effects).toEqual([]);
    expect(exportFilesOf(job).filter(({ file }) => file.key === 'drawings/one.json')).toEqual([]);
    expect(provenanceOf(job, '1.0.0')?.segments[3]?.picture?.sha256).toBe(job.segments[3]?.clip?.still.sha256);
  });

  it('of 48 segments stands the way editors read it, each clip with the handles of its transitions', () => {
    const job = evolved();
    const picture = checked(timelineOf(job, lengthsOf(job, 6)), job);
    expect(picture.filter(isClip)).toHaveLength(48);
    const joints = picture.filter((item) => !isClip(item));
    expect(joints.length).toBeGreaterThan(40);
    expect(new Set(joints.map(({ transition_type }) => transition_type))).toEqual(new Set(['SMPTE_Dissolve']));
    // 14 frames of crossfade: half of them lie before the segment's own.
    expect(picture.filter(isClip)[1]?.source_range.start_time.value).toBe(7);
  });

  it('names other transitions by their kind, and has none where the film is cut', () => {
    const job = evolved();
    const kinds = ['cut', 'fade', 'wipe', 'crossfade'] as const;
    const transitions = (job.plan?.transitions ?? []).map(({ frames }, index) => ({ kind: kinds[index % 4] ?? 'cut', frames }));
    const other = { ...job, plan: { number: 2, segments: job.plan?.segments ?? [], transitions } };
    const joints = checked(timelineOf(other, lengthsOf(other, null)), other).filter((item) => !isClip(item));
    expect(joints.slice(0, 3).map(({ transition_type, name }) => [transition_type, name])).toEqual([
      ['Custom_Transition', 'fade'],
      ['Custom_Transition', 'wipe'],
      ['SMPTE_Dissolve', 'crossfade'],
    ]);
    expect(joints).toHaveLength(transitions.filter(({ kind }) => kind !== 'cut').length);
  });

  it('plays slower what is too short for its segment, by just so much', () => {
    const job = evolved();
    const picture = checked(timelineOf(job, lengthsOf(job, 2)), job).filter(isClip);
    // 150 frames of its own and 7 for the only transition, of 60 that are there.
    expect(picture[0]?.effects[0]?.time_scalar).toBeCloseTo(60 / 157, 9);
    expect(checked(timelineOf(job, lengthsOf(job, 30)), job).flatMap(({ effects }) => effects ?? [])).toEqual([]);
  });

  it('has no sound track that the film has not, and only cuts where the film was put together elsewhere', () => {
    const job: VideoJobState = { ...evolved(), voiceover: null, music: null, renderer: 'fantaprojekt' };
    const timeline = timelineOf(job, lengthsOf(job, null));
    expect(checked(timeline, job).every(isClip)).toBe(true);
    expect(timeline.tracks.children.map(({ name }) => name)).toEqual(['Picture']);
  });

  it('tells of each clip what was said, asked for and used', () => {
    const job = evolved();
    const [first] = checked(timelineOf(job, lengthsOf(job, null)), job) as unknown as readonly { metadata: { kadr: object } }[];
    expect(first?.metadata.kadr).toMatchObject({
      ...{ index: 0, section: 'intro', model: 'local:illustrator', seed: 7 },
      text: job.plan?.segments[0]?.text,
      sha256: job.segments[0]?.clip?.file.sha256,
    });
  });

  it('marks its chapters', () => {
    const job = evolved();
    const marked = timelineOf(job, lengthsOf(job, null)).tracks.markers.map(({ name, marked_range }) => [
      name,
      marked_range.start_time.value,
    ]);
    expect(marked.map(([name]) => name)).toEqual(['Intro', 'Main part', 'Outro']);
    expect(marked[0]).toEqual(['Intro', 0]);
  });
});
