import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '#jobs';
import { AT, cutIntoSegments, longJob, produceVideo, TEN_MINUTES, VIDEO_ID, videoJob } from '#jobs/testing';

export const name = 'jobs';

type Row = { what: string; kadr: number; baseline: number | null; unit: string; ratio: number | null; note?: string };
type Report = (row: Row) => void;

const FPS = 30;
const TEN_MINUTES_SECONDS = 600;

/** What thinking costs, apart from all doing: cutting a long script, deciding on a long job, folding it, and finding its next work. */
export function run(report: Report, { full }: { full: boolean }): Promise<void> {
  const rounds = full ? 200 : 40;
  const cut = (mode: 'beats' | 'sections', segmentSeconds: number) => () =>
    cutIntoSegments({ script: TEN_MINUTES, language: 'en', mode, segmentSeconds, totalFrames: TEN_MINUTES_SECONDS * FPS, fps: FPS });
  const inBeats = times(rounds, cut('beats', 10));
  // What no cutting can do without: looking at every word once.
  const reading = median(times(rounds, () => TEN_MINUTES.split(/\s+/u).map((word) => word.length)));
  const words = TEN_MINUTES.split(' ').length;
  for (const [what, measured] of [
    ['in beats of 10 s', inBeats],
    ['in 120 sections of 5 s', times(rounds, cut('sections', 5))],
  ] as const) {
    const kadr = median(measured);
    const note = `at most 5 ms are allowed; ${words} words; baseline: splitting the text into words`;
    report({ what: `a script of ten minutes cut ${what}`, kadr, baseline: reading, unit: 'ms', ratio: kadr / reading, note });
  }

  const { events, decisions } = longJob();
  const deciding = Array.from({ length: Math.ceil(rounds / 10) }, () =>
    decisions.map(({ command, job }) => timed(() => videoJob.decide(command, job))),
  ).flat();
  const alone = { baseline: null, ratio: null };
  report({
    ...{ what: 'deciding on a job of 48 segments, median', kadr: median(deciding), unit: 'ms', ...alone },
    note: `at most 1 ms is allowed; ${decisions.length} commands; the slowest in a hundred ${percentile(deciding, 99).toFixed(3)} ms`,
  });
  const folding = times(rounds, () => events.reduce((job, event) => videoJob.evolve(job, event), videoJob.initialState));
  report({ what: 'folding its whole stream', kadr: median(folding), unit: 'ms', ...alone, note: `${events.length} events of at most 400` });

  const recorded = events.map((event, index) => recordedAs(event, index + 1));
  const working = times(Math.ceil(rounds / 10), () => {
    let progress = produceVideo.initialState;
    for (const event of recorded) {
      progress = produceVideo.evolve(progress, event);
      produceVideo.react(progress, event);
    }
  }).map((ms) => ms / recorded.length);
  report({
    what: 'finding what to do after each of its events',
    kadr: median(working),
    unit: 'ms',
    ...alone,
    note: 'mean over the stream',
  });
  return Promise.resolve();
}

const times = (rounds: number, work: () => unknown): number[] => {
  for (let warm = 0; warm < 5; warm++) work();
  return Array.from({ length: rounds }, () => timed(work));
};

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

const percentile = (values: readonly number[], percent: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * percent) / 100))] ?? NaN;
const median = (values: readonly number[]): number => percentile(values, 50);

const recordedAs = (event: VideoJobEvent, version: number): Recorded<VideoJobEvent> =>
  ({
    ...event,
    eventId: `event-${version}`,
    streamId: `video-job-${VIDEO_ID}`,
    version,
    position: version,
    recordedAt: AT,
    schemaVersion: 1,
    metadata: { orgId: VIDEO_ID, correlationId: 'bench', causationId: null, actor: 'bench', traceparent: null },
  }) as Recorded<VideoJobEvent>;
