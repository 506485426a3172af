import { describe, expect, it } from '@jest/globals';
import { evolved } from '../../exports/testing/finished-job.js';
import { type VideoJobState } from './video-job.state.js';
import { chaptersOf, chaptersText, chaptersVtt } from './chapters.js';

/** A film of beats that last so many seconds. */
function ofBeats(seconds: readonly number[], texts: readonly string[] = [], language = 'en'): VideoJobState {
  const job = evolved();
  const [like] = job.plan?.segments ?? [];
  if (!like) throw new Error('there is no segment');
  let end = 0;
  const segments = seconds.map((length, index) => {
    const startFrame = end;
    end += length * 30;
    return { ...like, index, section: 'main' as const, text: texts[index] ?? `Beat ${index}. And more.`, startFrame, endFrame: end };
  });
  return { ...job, request: { ...job.request, language }, plan: { number: 1, segments, transitions: [] } };
}

const starts = (job: VideoJobState) => chaptersOf(job).map(({ startFrame, endFrame }) => [startFrame / 30, endFrame / 30]);

describe('the chapters of a film', () => {
  it('are its sections, in its language', () => {
    const job = evolved();
    expect(chaptersOf(job).map(({ title }) => title)).toEqual(['Intro', 'Main part', 'Outro']);
    const russian = { ...job, request: { ...job.request, language: 'ru-RU' } };
    expect(chaptersOf(russian).map(({ title }) => title)).toEqual(['Вступление', 'Основная часть', 'Заключение']);
  });
  it('are beats that last ten seconds at least, without a gap, to the end of the film', () => {
    expect(starts(ofBeats([4, 4, 4, 10, 3, 9]))).toEqual([
      [0, 12],
      [12, 22],
      [22, 34],
    ]);
    expect(starts(ofBeats([10, 10, 4]))).toEqual([
      [0, 10],
      [10, 24],
    ]);
    expect(starts(ofBeats([6]))).toEqual([[0, 6]]);
  });
  it('are named by the first sentence, cut at a word; by the film where nothing is said', () => {
    const long = `${'word '.repeat(20).trim()}. Another.`;
    const titles = chaptersOf(ofBeats([10, 10, 10], ['Why three hearts? Because.', long, ''])).map(({ title }) => title);
    expect(titles).toEqual(['Why three hearts?', `${'word '.repeat(11).trim()}…`, 'Three hearts']);
  });
  it('are none before the script is cut', () => {
    expect(chaptersOf({ ...evolved(), plan: null })).toEqual([]);
    expect(chaptersVtt([], 30)).toBe('WEBVTT\n');
  });
  it('are written as WebVTT, whatever a title holds, and as lines', () => {
    const chapters = chaptersOf(ofBeats([3600, 30.5], ['A --> B & <i>C</i>', 'Then']));
    expect(chaptersVtt(chapters, 30)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 01:00:00.000\nA --&gt; B &amp; &lt;i&gt;C&lt;/i&gt;\n\n01:00:00.000 --> 01:00:30.500\nThen\n',
    );
    expect(chaptersText(chapters, 30)).toBe('0:00 A --> B & <i>C</i>\n1:00:00 Then\n');
  });
});
