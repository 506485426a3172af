/** Where a film can be entered. Pure. */
import { SENTENCE_SIGNS } from '#media/plan';
import { type VideoJobState, titleOf, totalFrames } from './video-job.state.js';

/** A part of a film; the parts cover it without a gap. */
export interface Chapter {
  readonly title: string;
  /** Frames of the film, [startFrame, endFrame). */
  readonly startFrame: number;
  readonly endFrame: number;
}

type Section = 'intro' | 'main' | 'outro';

/** Players refuse chapters that are shorter. */
const MIN_SECONDS = 10;
const MAX_TITLE_CHARACTERS = 60;
const SECTION_TITLES: Readonly<Record<'en' | 'ru', Readonly<Record<Section, string>>>> = {
  en: { intro: 'Intro', main: 'Main part', outro: 'Outro' },
  ru: { intro: 'Вступление', main: 'Основная часть', outro: 'Заключение' },
};

/** @returns the sections of a film that has several; else its beats, put together until each lasts 10 s. Empty without a plan. */
export function chaptersOf(job: VideoJobState): Chapter[] {
  const segments = job.plan?.segments ?? [];
  if (!job.plan || segments.length === 0) return [];
  const hasSections = new Set(segments.map(({ section }) => section)).size > 1;
  return hasSections ? sectionsOf(job) : beatsOf(job, totalFrames(job.plan));
}

function sectionsOf(job: VideoJobState): Chapter[] {
  const titles = SECTION_TITLES[job.request.language.toLowerCase().startsWith('ru') ? 'ru' : 'en'];
  const chapters: (Chapter & { readonly section: Section })[] = [];
  for (const { section, startFrame, endFrame } of job.plan?.segments ?? []) {
    const last = chapters.at(-1);
    if (last?.section === section) chapters[chapters.length - 1] = { ...last, endFrame };
    else chapters.push({ section, title: titles[section], startFrame, endFrame });
  }
  return chapters.map(({ title, startFrame, endFrame }) => ({ title, startFrame, endFrame }));
}

function beatsOf(job: VideoJobState, endOfFilm: number): Chapter[] {
  const minFrames = MIN_SECONDS * job.request.fps;
  const starts: { title: string; startFrame: number }[] = [];
  for (const { text, startFrame } of job.plan?.segments ?? []) {
    const last = starts.at(-1);
    if (last && startFrame - last.startFrame < minFrames) continue;
    // What is left over is not long enough to be entered.
    if (last && endOfFilm - startFrame < minFrames) break;
    starts.push({ title: headlineOf(text) || titleOf(job) || job.videoId, startFrame });
  }
  return starts.map((start, index) => ({ ...start, endFrame: starts[index + 1]?.startFrame ?? endOfFilm }));
}

const FIRST_SENTENCE = new RegExp(`^.+?[${SENTENCE_SIGNS}](?=\\s|$)`, 'u');

/** The first sentence, cut at a word. */
function headlineOf(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const sentence = FIRST_SENTENCE.exec(line)?.[0] ?? line;
  const bare = sentence.replace(/[.。…]+$/u, '');
  const characters = [...bare];
  if (characters.length <= MAX_TITLE_CHARACTERS) return bare;
  const cut = characters.slice(0, MAX_TITLE_CHARACTERS - 1).join('');
  return `${cut.replace(/\s+\S*$/u, '') || cut}…`;
}

/** As WebVTT; empty files have their first line alone. */
export function chaptersVtt(chapters: readonly Chapter[], fps: number): string {
  const cues = chapters.map(({ title, startFrame, endFrame }) => {
    // A cue's text ends at an empty line, and `-->` would begin another one.
    const text = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `${clock(startFrame / fps)} --> ${clock(endFrame / fps)}\n${text}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

/** As film sites read it in a description: `0:00 Title`. */
export function chaptersText(chapters: readonly Chapter[], fps: number): string {
  return chapters.map(({ title, startFrame }) => `${shortClock(startFrame / fps)} ${title}\n`).join('');
}

function clock(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const [hours, minutes, rest] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, ms % 60_000];
  return `${two(hours)}:${two(minutes)}:${two(Math.floor(rest / 1000))}.${String(rest % 1000).padStart(3, '0')}`;
}

function shortClock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
