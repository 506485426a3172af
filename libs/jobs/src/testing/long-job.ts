/** A film of four minutes in 48 segments, with a still and a clip each: the commands of its whole life, for figures and specs. */
import {
  BeginDrafting,
  BeginRender,
  RecordFilm,
  RecordImage,
  RecordMix,
  RecordMusic,
  RecordNarration,
  RecordPiece,
  RecordStoryboard,
  type VideoJobCommand,
} from '../video/domain/video-job.commands.js';
import { videoJob } from '../video/domain/video-job.decider.js';
import { type VideoJob } from '../video/domain/video-job.state.js';
import { type VideoJobEvent } from '../contracts/video-job.events.js';
import { inputDigestOf, piecesOf } from '../video/domain/pending-tasks.js';
import { AT, VIDEO_ID, createVideo, recordClip, recordScript, storedFile, videoRequest } from './builders.js';

const SEGMENTS = 48;
const FILM_SECONDS = 240;
const SENTENCE = 'An octopus has three hearts, two for its gills and one for its body. ';
/** Words for ten minutes, as long as a narration may be. */
export const TEN_MINUTES = SENTENCE.repeat(120).trim();

const of = { videoId: VIDEO_ID };
const plan = { ...of, plan: 1 };

/** @returns the events of the whole job, in order, and each command with the state that it was decided on. */
export function longJob(): { events: VideoJobEvent[]; decisions: { command: VideoJobCommand; job: VideoJob }[] } {
  const events: VideoJobEvent[] = [];
  const decisions: { command: VideoJobCommand; job: VideoJob }[] = [];
  let job: VideoJob = videoJob.initialState;
  const tell = (command: VideoJobCommand): void => {
    decisions.push({ command, job });
    for (const event of videoJob.decide(command, job)) {
      events.push(event);
      job = videoJob.evolve(job, event);
    }
  };
  const visuals = { ...videoRequest().visuals, mode: 'image-to-video' as const };
  const segmentation = { mode: 'sections' as const, segmentSeconds: FILM_SECONDS / SEGMENTS };
  tell(createVideo({ durationSeconds: FILM_SECONDS, segmentation, visuals }));
  tell(new BeginDrafting(of, AT));
  tell(recordScript({ script: SENTENCE.repeat(40).trim() }));
  tell(new RecordStoryboard({ ...plan, storyboard: storedFile('storyboard'), script: storedFile('script') }, AT));
  const voiceover = { source: 'local:speech', voiceover: storedFile('voice'), master: storedFile('wav'), lines: [], cost: null };
  const segmentDigests = Array.from({ length: SEGMENTS }, (_, index) => `${index}`.padStart(64, '0'));
  const subtitles = { srt: storedFile('srt'), vtt: storedFile('vtt'), cues: storedFile('cues'), segmentDigests };
  tell(new RecordNarration({ ...plan, voiceover, subtitles }, AT));
  tell(new RecordMusic({ ...plan, source: 'local:music', music: storedFile('music'), master: storedFile('wav'), cost: null }, AT));
  tell(new RecordMix({ ...plan, audio: storedFile('mix'), integratedLufs: -14, truePeakDbtp: -1.5 }, AT));
  for (let index = 0; index < SEGMENTS; index++) {
    const image = storedFile(`image-${index}`);
    tell(new RecordImage({ ...plan, index, take: 0, source: 'local:illustrator', image, cost: null }, AT));
    tell(recordClip(index));
  }
  if (job.status === 'absent') throw new Error('there is no job');
  for (const piece of piecesOf(job)) {
    const from = inputDigestOf(job, piece) ?? '';
    tell(new RecordPiece({ ...plan, piece: piece.id, madeFrom: from, file: storedFile(piece.id), frames: 1 }, AT));
  }
  tell(new BeginRender({ ...of, edition: job.filmRevision }, AT));
  const files = { film: storedFile('final'), manifest: storedFile('manifest'), thumbnail: storedFile('thumb') };
  tell(new RecordFilm({ ...of, edition: job.filmRevision, ...files, frames: FILM_SECONDS * 30, renderedSeconds: FILM_SECONDS }, AT));
  return { events, decisions };
}
